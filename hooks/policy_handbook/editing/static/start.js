// Decap CMS starts when it is told to, with the configuration that is made for this handbook. Whoever has the address
// is in: there is nobody to sign in to.
window.CMS_MANUAL_INIT = true;
localStorage.setItem("decap-cms-user", JSON.stringify({ backendName: "proxy" }));
