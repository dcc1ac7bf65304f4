// SPDX-License-Identifier: Apache-2.0
// What pages that bundles bring need alike, at /ui/page.js for good: see cloudy.api.page.Page. What is here stays as it is;
// there may be more of it some day.

/** An element with properties, listeners (`onclick`) and children; a text becomes a text node, null nothing. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element[key] = value;
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** The text of a key in a language, else in English, else the key; `{0}` in it is the first of the values. */
export function text(texts, language, key, ...values) {
  const spoken = [texts[language], texts.en].find((some) => some && Object.hasOwn(some, key));
  return (spoken?.[key] ?? key).replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
}

/** What went wrong, in the node's own words. */
export function sentence(fault) {
  return fault instanceof Error ? fault.message : String(fault);
}

/** A text in a line, and a button that copies it; where the browser does not let it, it is marked, so that a key is enough. */
export function copyable(words, copy, copied) {
  const code = make('code', {}, words);
  const take = async (event) => {
    const button = event.currentTarget;
    try {
      await navigator.clipboard.writeText(words);
      button.textContent = copied;
    } catch {
      getSelection()?.selectAllChildren(code);
    }
  };
  return make('p', {}, code, ' ', make('button', { type: 'button', className: 'plain small', ariaLabel: `${copy}: ${words}`, onclick: take }, copy));
}

/**
 * Has `look` run from `begin()` to `end()`, each time `pauseMs` after it ended, or at once when the console hears that a
 * service of the node has changed. Nobody looks at a hidden page: nothing is asked for it. `look` is given a function that
 * says whether anybody still waits for what it finds; where it throws, that is the browser's to report, and it is run again
 * all the same.
 */
export function whileSeen(look, pauseMs) {
  let watching;
  let wake;
  const changed = () => wake?.();
  const watch = async () => {
    const mine = (watching = {});
    while (watching === mine) {
      try {
        await look(() => watching === mine);
      } catch (fault) {
        reportError(fault);
      }
      await new Promise((done) => {
        wake = done;
        setTimeout(done, pauseMs);
      });
    }
  };
  const seen = () => {
    if (document.hidden) watching = undefined;
    else if (!watching) void watch();
  };
  return {
    begin() {
      document.addEventListener('visibilitychange', seen);
      document.addEventListener('cloudy-service', changed);
      seen();
    },
    end() {
      document.removeEventListener('visibilitychange', seen);
      document.removeEventListener('cloudy-service', changed);
      watching = undefined;
    },
  };
}
