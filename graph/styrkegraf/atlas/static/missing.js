// The page may be shown for any address. Where nobody wrote into its links where the site begins, look for its top, which
// is above the folder of the language.
const top_ = location.pathname.replace(/(^|\/)(sv|en)\/.*$/, "$1").replace(/[^/]*$/, "");
for (const link of document.querySelectorAll("a:not([href^='.'], [href^='/'])")) link.setAttribute("href", top_ + link.getAttribute("href"));
