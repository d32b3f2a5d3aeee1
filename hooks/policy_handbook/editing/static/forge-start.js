// Decap CMS starts when it is told to.
window.CMS_MANUAL_INIT = true;
window.handbookOnForge = true; // where one saves first, and somebody else publishes
