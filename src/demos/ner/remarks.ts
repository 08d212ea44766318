/** What a reader should know about a text before trusting the names in it. */
import { strings } from './strings.ts';

/** Common characters that only traditional script has. */
const TRADITIONAL = new Set(
  '個們來時會國說對學發經過現實問間門電話車東開關長書場業麼這還與為後從將讓應該當進動機體點線無產論億萬歲義務軍號總統員連運達選遠邊遊導報區醫藥農聯級結給緊網線縣聲職臺灣馬魚鳥龍齊觀親記許設訪證評識語課請議讀變貝財責貨費資賓賣質質購贊車軟輕輪轉辦銀錢鐘鐵錯鎮閱陽陳陸際隊隨險雙雜雲靈靜韓頁頂項順預領頭題顏願風飛飯飲館驗驚',
);

/** Remarks on `text`, in plain words. */
export function remarks(text: string): string[] {
  const characters = [...text].filter((character) => character.trim());
  if (characters.length === 0) return [strings.empty];
  const found: string[] = [];
  const han = characters.filter((character) => /\p{Script=Han}/u.test(character));
  if (han.length === 0) found.push(strings.noHan);
  else if (han.length < characters.length / 3) found.push(strings.littleHan);
  const traditional = han.filter((character) => TRADITIONAL.has(character)).length;
  if (traditional >= 2 && traditional > han.length / 20) found.push(strings.traditional);
  if (/\p{Extended_Pictographic}/u.test(text)) found.push(strings.emoji);
  return found;
}
