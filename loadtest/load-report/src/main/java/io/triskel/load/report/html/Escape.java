package io.triskel.load.report.html;

/** Escapes text for elements and for double-quoted attributes. */
final class Escape {
    private Escape() {}

    static void into(StringBuilder page, String text) {
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            switch (one) {
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '&' -> page.append("&amp;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> {
                    if (one >= ' ' || one == '\n' || one == '\t') {
                        page.append(one);
                    }
                }
            }
        }
    }
}
