package io.triskel.load.evaluate.write;

import io.triskel.load.evaluate.criteria.Language;
import io.triskel.load.evaluate.score.Evaluation;
import java.util.List;
import java.util.stream.Collectors;

/** An evaluation as Markdown. */
public final class MarkdownReport {
    private MarkdownReport() {}

    public static String of(Evaluation evaluation, Language language) {
        Words words = new Words(evaluation, language);
        StringBuilder page = new StringBuilder();
        page.append("# ").append(escaped(words.headline())).append("\n\n");
        words.reasons()
                .forEach(reason -> page.append("- ").append(escaped(reason)).append('\n'));
        section(page, words.text(Text.TOTALS_HEAD), words.totalsLede(), words.totals());
        section(page, words.text(Text.SCORES_HEAD), words.profile(), words.scores());
        section(page, words.text(Text.SENSITIVITY_HEAD), words.text(Text.SENSITIVITY_LEDE), words.sensitivity());
        page.append("\n## ").append(words.text(Text.WHY_HEAD)).append('\n');
        words.whys().forEach(why -> why(page, why, words));
        if (!words.notes().isEmpty()) {
            page.append("\n## ").append(words.text(Text.NOT_TAKEN)).append("\n\n");
            words.notes()
                    .forEach(note -> page.append("- ").append(escaped(note)).append('\n'));
        }
        return page.toString();
    }

    private static void section(StringBuilder page, String title, String lede, EvaluationTable table) {
        page.append("\n## ").append(title).append("\n\n").append(escaped(lede)).append("\n\n");
        row(page, table.head());
        row(page, table.head().stream().map(cell -> "---").toList());
        table.rows().forEach(row -> row(page, row));
    }

    private static void row(StringBuilder page, List<String> cells) {
        page.append(cells.stream().map(MarkdownReport::escaped).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static void why(StringBuilder page, Why why, Words words) {
        page.append("\n### ").append(escaped(why.title())).append("\n\n");
        page.append(escaped(why.question()))
                .append(' ')
                .append(escaped(why.note()))
                .append("\n\n");
        for (Why.Line one : why.lines()) {
            page.append("- ")
                    .append(words.name(one.cloud()))
                    .append(' ')
                    .append(one.score())
                    .append(": ");
            page.append(escaped(one.why()));
            if (!one.source().isEmpty()) {
                page.append(" (").append(escaped(one.source()));
                one.url()
                        .ifPresent(url -> page.append(", <")
                                .append(url.replaceAll("[<>\\s]", ""))
                                .append('>'));
                page.append(')');
            }
            page.append('\n');
        }
    }

    /** No text of a file becomes a heading, a link or HTML. */
    private static String escaped(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]<>|#])", "\\\\$1").replaceAll("\\s*\\R\\s*", " ");
    }
}
