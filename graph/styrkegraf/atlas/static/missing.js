// The page may be shown for any address: find the top of the site, which is above the folder of the language.
const top_ = location.pathname.replace(/(^|\/)(sv|en)\/.*$/, "$1").replace(/[^/]*$/, "");
for (const link of document.querySelectorAll("a")) link.setAttribute("href", top_ + link.getAttribute("href"));
