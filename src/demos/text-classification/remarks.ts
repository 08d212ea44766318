/** What a reader should know about an input before trusting the answer. */

/** Remarks on `text`, in plain words; the model read `used` of its `total` characters. */
export function remarks(text: string, used: number, total: number): string[] {
  const characters = [...text.trim()];
  if (characters.length === 0) return ['输入一条标题，或者选一条现成的。'];
  const found: string[] = [];
  const han = characters.filter((character) => /\p{Script=Han}/u.test(character)).length;
  if (han === 0) found.push('里面没有汉字。模型只学过中文新闻标题，下面的概率不可信。');
  else if (han < characters.length / 3)
    found.push('汉字不多。模型主要凭汉字判断，下面的概率要打折扣。');
  if (used < total)
    found.push(
      `模型只读了前${used}个字，后面的${(total - used).toLocaleString('en-US')}个字没有参与判断。`,
    );
  if (han > 0 && characters.length < 4) found.push('太短了，几乎没有线索。');
  return found;
}
