// The number beside "Basket" in the header, read from the reader's own cookie. Without this the link says "Basket".
"use strict";
(() => {
  const show = () => {
    const kept = /(?:^|;\s*)basket="?(\d{1,3})\./.exec(document.cookie);
    for (const link of document.querySelectorAll("a.basket")) {
      link.textContent = kept && kept[1] !== "0" ? `Basket (${kept[1]})` : "Basket";
    }
  };
  show();
  // A page that comes back out of the browser's memory may be older than the cookie.
  window.addEventListener("pageshow", show);
})();
