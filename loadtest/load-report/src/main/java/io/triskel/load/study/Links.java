package io.triskel.load.study;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Links of chapters, which are relative to {@code docs/}, in a document elsewhere. */
final class Links {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    private Links() {}

    /** {@return the way from the folder of a document to {@code docs/}, with its slash; empty if it is in it} */
    static String evidence(Path document, Path home) {
        Path folder = document.toAbsolutePath().normalize().getParent();
        Path docs = home.toAbsolutePath().normalize().resolve("docs");
        if (folder == null || !docs.getRoot().equals(folder.getRoot())) {
            return docs.toUri().toString();
        }
        String way = folder.relativize(docs).toString().replace('\\', '/');
        return way.isEmpty() ? "" : way + "/";
    }

    static String target(String link, String evidence) {
        return link.startsWith("#") || link.matches("[a-z]+:.*") ? link : evidence + link;
    }

    /** {@return Markdown with its links changed} */
    static String markdown(String text, String evidence) {
        return LINK.matcher(text)
                .replaceAll(link -> Matcher.quoteReplacement("](" + target(link.group(1), evidence) + ")"));
    }
}
