// Decap CMS starts when it is told to.
window.CMS_MANUAL_INIT = true;
