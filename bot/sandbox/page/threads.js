// Conversations: letters that name one another (Message-ID, In-Reply-To, References) are one thread of a mailbox.

export const addressOf = (text) => (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();
export const nameOf = (text) => text.replace(/\s*<[^<>]*>\s*$/, "").replace(/^"|"$/g, "").replaceAll('\\"', '"').trim();
export const bareSubject = (subject) => subject.replace(/^((re|fwd?|отв|ha)\s*:\s*)+/i, "").trim();

export const again = (subject) => (/^re\s*:/i.test(subject) ? subject : `Re: ${subject}`);

const idents = (text) => text.match(/<[^<>\s]+>/g) ?? [];

const addresses = (text) => [...new Set((text.match(/[^\s<>,;"]+@[^\s<>,;"]+/g) ?? []).map((one) => one.toLowerCase()))];

// Letters of the desk are in the mailbox of each recipient; what was written is in its writer's, and a copy in that of whoever gets one.
export function items(letters, written) {
  const came = letters.flatMap((letter) => letter.recipients.map((to) => (
    { ...letter, key: `in-${letter.id}-${to.toLowerCase()}`, shelf: "letters", sent: false, at: letter.received, mailbox: to.toLowerCase() })));
  const went = written.map((letter) => (
    { ...letter, key: `out-${letter.id}`, shelf: "written", sent: true, at: letter.written, mailbox: letter.mailbox || addressOf(letter.from).toLowerCase() || letter.mail_from.toLowerCase() }));
  const copied = written.flatMap((letter) => addresses(letter.cc).filter((to) => !letter.recipients.includes(to)).map((to) => (
    { ...letter, key: `copy-${letter.id}-${to}`, shelf: "written", sent: false, copy: true, at: letter.written, mailbox: to })));
  return [...came, ...went, ...copied];
}

// Whether one letter is later than another; of the same second, what answers comes after what it answers.
function later(one, other) {
  const apart = Date.parse(one.at) - Date.parse(other.at);
  if (apart) return apart;
  const answers = (a, b) => idents(`${a.references} ${a.in_reply_to}`).includes(b.message_id);
  if (answers(one, other)) return 1;
  if (answers(other, one)) return -1;
  return Number(other.sent) - Number(one.sent) || one.id - other.id;
}

// [{ address, threads: [{ items, subject, last }] }], the mailbox with the newest letter first, its newest thread first.
export function mailboxes(all) {
  const roots = new Map();
  const root = (name) => {
    let at = name;
    while (roots.has(at) && roots.get(at) !== at) at = roots.get(at);
    return at;
  };
  const known = (item) => idents(`${item.references} ${item.in_reply_to} ${item.message_id}`).map((ident) => `${item.mailbox} ${ident}`);
  for (const item of all) {
    const names = [`${item.mailbox} ${item.key}`, ...known(item)];
    const first = root(names[0]);
    for (const name of names) roots.set(root(name), first);
  }
  const boxes = new Map();
  for (const item of all) {
    const threads = boxes.get(item.mailbox) ?? boxes.set(item.mailbox, new Map()).get(item.mailbox);
    const name = root(`${item.mailbox} ${item.key}`);
    (threads.get(name) ?? threads.set(name, []).get(name)).push(item);
  }
  const newest = (one, other) => later(other.last, one.last);
  return [...boxes].map(([address, threads]) => {
    const sorted = [...threads.values()].map((held) => {
      const inOrder = held.sort(later);
      return { address, items: inOrder, subject: bareSubject(inOrder[0].subject), last: inOrder.at(-1) };
    }).sort(newest);
    return { address, threads: sorted, last: sorted[0].last };
  }).sort(newest);
}
