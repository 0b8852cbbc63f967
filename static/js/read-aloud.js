// "Nghe bài": the device reads the article aloud and the passage being read is marked. Offered only where the device has
// a voice for the article's language. Pausing forgets the sentence's middle: not every device can stop within one.

const PASSAGES = ".article__title, .article__summary, .richtext :is(p, h2, h3, h4, li, figcaption, caption, th, td)";
// Some devices fall silent in a long utterance.
const SENTENCE_ENDS = /(?<=[.!?…;:])\s+/u;

const article = document.querySelector("[data-portal-article]");
const button = document.querySelector("[data-portal-listen]");
const stopButton = document.querySelector("[data-portal-listen-stop]");
const speech = window.speechSynthesis;
const start = button?.textContent;

let sentences = [];
let at = 0;
let speaking = null;

if (article && button && speech) {
  offer();
  speech.addEventListener?.("voiceschanged", offer);
  button.addEventListener("click", () => (speaking ? pause() : read()));
  stopButton.addEventListener("click", stop);
  window.addEventListener("pagehide", () => speech.cancel());
}

function offer() {
  button.hidden = !voice();
}

function voice() {
  const language = article.closest("[lang]").lang.slice(0, 2).toLowerCase();
  return speech.getVoices().find((each) => each.lang.toLowerCase().startsWith(language));
}

function read() {
  if (!sentences.length) sentences = sentencesOf(article);
  stopButton.hidden = false;
  button.textContent = button.dataset.portalPause;
  sayNext();
}

function sayNext() {
  if (at >= sentences.length) {
    stop();
    return;
  }
  const { passage, text } = sentences[at];
  mark(passage);
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice();
  utterance.lang = utterance.voice.lang;
  // What was cancelled also ends: only the utterance that is being read leads on.
  utterance.addEventListener("end", () => {
    if (speaking !== utterance) return;
    at += 1;
    sayNext();
  });
  utterance.addEventListener("error", () => {
    if (speaking === utterance) pause();
  });
  speaking = utterance;
  speech.speak(utterance);
}

function pause() {
  silence();
  button.textContent = button.dataset.portalResume;
}

function stop() {
  silence();
  mark(null);
  at = 0;
  button.textContent = start;
  if (document.activeElement === stopButton) button.focus();
  stopButton.hidden = true;
}

function silence() {
  speaking = null;
  speech.cancel();
}

function mark(passage) {
  for (const marked of article.querySelectorAll(".read-aloud")) {
    if (marked !== passage) marked.classList.remove("read-aloud");
  }
  if (!passage || passage.classList.contains("read-aloud")) return;
  passage.classList.add("read-aloud");
  passage.scrollIntoView({ block: "nearest" });
}

function sentencesOf(whole) {
  const walker = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT);
  const passages = [];
  while (walker.nextNode()) {
    const passage = walker.currentNode.parentElement.closest(PASSAGES);
    if (!passage) continue;
    if (passages.at(-1)?.passage === passage) passages.at(-1).text += walker.currentNode.data;
    else passages.push({ passage, text: walker.currentNode.data });
  }
  return passages.flatMap(({ passage, text }) =>
    text
      .split(SENTENCE_ENDS)
      .map((sentence) => sentence.trim())
      .filter(Boolean)
      .map((sentence) => ({ passage, text: sentence })),
  );
}
