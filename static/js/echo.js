// Says beside an input what was typed: money in Thai words, a day with its weekday. The server checks all the same.

const english = document.documentElement.lang === "en";
const DIGITS = ["ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"];
const PLACES = ["", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"];
const arabic = (text) => text.replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit));

function inWords(number, afterHigher = false) {
  if (number >= 1000000n) {
    const low = number % 1000000n;
    return inWords(number / 1000000n, afterHigher) + "ล้าน" + (low ? inWords(low, true) : "");
  }
  const digits = String(number);
  let said = "";
  [...digits].forEach((digit, n) => {
    const place = digits.length - 1 - n;
    if (digit === "0") return;
    let word = DIGITS[digit];
    if (place === 0 && digit === "1" && (said || afterHigher)) word = "เอ็ด";
    else if (place === 1) word = { 1: "", 2: "ยี่" }[digit] ?? word;
    said += word + PLACES[place];
  });
  return said;
}

function money(text) {
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/.exec(arabic(text.trim()));
  if (!match || match[1].length > 20) return "";
  const baht = BigInt(match[1].replaceAll(",", ""));
  const satang = BigInt((match[2] ?? "").padEnd(2, "0"));
  const head = baht ? `${inWords(baht)}บาท` : satang ? "" : "ศูนย์บาท";
  return head + (satang ? `${inWords(satang)}สตางค์` : "ถ้วน");
}

function day(text) {
  const match = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/.exec(arabic(text.trim()));
  if (!match) return "";
  const written = Number(match[4]);
  const year = written >= 2400 ? written - 543 : written;
  const date = new Date(Date.UTC(year, match[3] - 1, match[1]));
  if (date.getUTCDate() !== Number(match[1]) || date.getUTCMonth() !== match[3] - 1) return "";
  const how = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return date.toLocaleDateString(english ? "en-GB" : "th-TH", how);
}

document.addEventListener("input", ({ target }) => {
  const { money: forMoney, date: forDate } = target.dataset ?? {};
  const place = document.getElementById(forMoney ?? forDate ?? "");
  if (place) place.textContent = forMoney ? money(target.value) : day(target.value);
});
