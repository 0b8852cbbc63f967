// "Nghe bài": speech synthesis of the article; highlights the current passage. Shown only if the device has a voice for
// the language. Resuming starts at the sentence, because not every device can pause within one.

const PASSAGE_SELECTOR = ".article__title, .article__summary, .richtext :is(p, h2, h3, h4, li, figcaption, caption, th, td)";
// Some devices stop in a long utterance.
const SENTENCE_END = /(?<=[.!?…;:])\s+/u;

const article = document.querySelector("[data-portal-article]");
const button = document.querySelector("[data-portal-read-aloud]");
const stopButton = document.querySelector("[data-portal-read-aloud-stop]");
const speech = window.speechSynthesis;
const startLabel = button?.textContent;

let sentences = [];
let sentenceIndex = 0;
let currentUtterance = null;

if (article && button && speech) {
  updateAvailability();
  speech.addEventListener?.("voiceschanged", updateAvailability);
  button.addEventListener("click", () => (currentUtterance ? pause() : startReading()));
  stopButton.addEventListener("click", stop);
  window.addEventListener("pagehide", () => speech.cancel());
}

function updateAvailability() {
  button.hidden = !findVoice();
}

function findVoice() {
  const language = article.closest("[lang]").lang.slice(0, 2).toLowerCase();
  return speech.getVoices().find((each) => each.lang.toLowerCase().startsWith(language));
}

function startReading() {
  if (!sentences.length) sentences = splitSentences(article);
  stopButton.hidden = false;
  button.textContent = button.dataset.portalPause;
  speakNext();
}

function speakNext() {
  if (sentenceIndex >= sentences.length) {
    stop();
    return;
  }
  const { passage, text } = sentences[sentenceIndex];
  highlightPassage(passage);
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = findVoice();
  utterance.lang = utterance.voice.lang;
  // Cancelled utterances fire "end" too: only the current one continues.
  utterance.addEventListener("end", () => {
    if (currentUtterance !== utterance) return;
    sentenceIndex += 1;
    speakNext();
  });
  utterance.addEventListener("error", () => {
    if (currentUtterance === utterance) pause();
  });
  currentUtterance = utterance;
  speech.speak(utterance);
}

function pause() {
  cancelSpeech();
  button.textContent = button.dataset.portalResume;
}

function stop() {
  cancelSpeech();
  highlightPassage(null);
  sentenceIndex = 0;
  button.textContent = startLabel;
  if (document.activeElement === stopButton) button.focus();
  stopButton.hidden = true;
}

function cancelSpeech() {
  currentUtterance = null;
  speech.cancel();
}

function highlightPassage(passage) {
  for (const highlighted of article.querySelectorAll(".read-aloud")) {
    if (highlighted !== passage) highlighted.classList.remove("read-aloud");
  }
  if (!passage || passage.classList.contains("read-aloud")) return;
  passage.classList.add("read-aloud");
  passage.scrollIntoView({ block: "nearest" });
}

function splitSentences(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const passages = [];
  while (walker.nextNode()) {
    const passage = walker.currentNode.parentElement.closest(PASSAGE_SELECTOR);
    if (!passage) continue;
    if (passages.at(-1)?.passage === passage) passages.at(-1).text += walker.currentNode.data;
    else passages.push({ passage, text: walker.currentNode.data });
  }
  return passages.flatMap(({ passage, text }) =>
    text
      .split(SENTENCE_END)
      .map((sentence) => sentence.trim())
      .filter(Boolean)
      .map((sentence) => ({ passage, text: sentence })),
  );
}
