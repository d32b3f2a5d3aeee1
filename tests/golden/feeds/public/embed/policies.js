/* Puts today's list of policies in place of the one that was pasted. The list is in this file, so that no other
   request is made and no permission of the server is needed. */
(function () {
  "use strict";
  var script = document.currentScript;
  if (!script || !script.parentNode) { return; }
  var list = document.createElement("div");
  list.innerHTML = "\u003cul\u003e\n\u003cli\u003e\u003ca href=\"https://policies.exampleton.example.org/policies/open/\"\u003eOpen\u003c/a\u003e (next review by 31\u00a0July\u00a02027)\u003c/li\u003e\n\u003c/ul\u003e\n\u003cp\u003eList made on 21 November 2026. See \u003ca href=\"https://policies.exampleton.example.org/\"\u003ethe latest list of our policies\u003c/a\u003e. A paper copy of any policy is free of charge from the school office.\u003c/p\u003e\n";
  var pasted = script.previousElementSibling;
  if (pasted && pasted.tagName === "DIV") {
    pasted.parentNode.replaceChild(list, pasted);
  } else {
    script.parentNode.insertBefore(list, script);
  }
})();
