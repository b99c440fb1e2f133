package io.triskel.load.study;

import java.net.URI;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the source of a figure as Markdown: addresses and documents as links, commands as code. */
final class SourceText {
    private static final Pattern PART =
            Pattern.compile("`[^`]*`|https://[^\\s;]+[^\\s;,.]|docs/[\\w./-]+\\.(?:md|txt|json)|\\./triskel [^,;]+");

    private SourceText() {}

    static String of(String source) {
        return PART.matcher(source.replace("[", "\\[")).replaceAll(part -> Matcher.quoteReplacement(of(part)));
    }

    private static String of(MatchResult part) {
        String text = part.group();
        if (text.startsWith("`")) {
            return text;
        }
        if (text.startsWith("./")) {
            return "`" + text.strip() + "`";
        }
        return text.startsWith("docs/")
                ? "[" + text + "](" + text.substring("docs/".length()) + ")"
                : "[" + URI.create(text).getHost() + "](" + text + ")";
    }

    /** {@return a link with the title of its document} */
    static String link(String title, String url) {
        return "[" + title.replace("[", "\\[").replace("]", "\\]") + "](" + url + ")";
    }
}
