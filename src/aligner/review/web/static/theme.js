// Runs before the page is painted, so that a dark desk never flashes white.
(() => {
  try {
    const theme = localStorage.getItem("aligner.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Without storage the theme of the system is what there is.
  }
})();
