package io.triskel.load.evaluate.write;

import io.triskel.load.evaluate.criteria.Language;
import io.triskel.load.evaluate.score.Evaluation;
import java.util.List;

/** An evaluation for a terminal, at most 100 columns wide: the verdict first. */
public final class TextReport {
    private static final int WIDTH = 98;

    private final StringBuilder text = new StringBuilder();

    private TextReport() {}

    public static String of(Evaluation evaluation, Language language) {
        return new TextReport().write(new Words(evaluation, language));
    }

    private String write(Words words) {
        line(words.headline());
        words.reasons().forEach(reason -> wrapped("  ", reason, 2));
        line("");
        table(words.totals());
        line("");
        wrapped("", words.totalsLede(), 0);
        head(words.text(Text.SCORES_HEAD));
        table(words.scores());
        head(words.text(Text.SENSITIVITY_HEAD));
        table(words.sensitivity());
        line("");
        wrapped("", words.text(Text.SENSITIVITY_LEDE), 0);
        head(words.text(Text.WHY_HEAD));
        words.whys().forEach(why -> why(why, words));
        if (!words.notes().isEmpty()) {
            head(words.text(Text.NOT_TAKEN));
            words.notes().forEach(note -> wrapped("  ", note, 2));
        }
        line("");
        wrapped("", words.profile(), 0);
        return text.toString();
    }

    private void why(Why why, Words words) {
        wrapped("", why.title() + ". " + why.question(), 2);
        wrapped("  ", why.note(), 2);
        for (Why.Line one : why.lines()) {
            String source = one.source().isEmpty() ? "" : " [" + one.source() + "]";
            wrapped(String.format("  %-6s %4s  ", words.name(one.cloud()), one.score()), one.why() + source, 15);
        }
    }

    private void head(String title) {
        line("");
        line(title);
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    private void wrapped(String first, String rest, int hanging) {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : rest.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                line(line.toString());
                line = new StringBuilder(" ".repeat(hanging));
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        line(line.toString());
    }

    private void table(EvaluationTable table) {
        int[] widths = new int[table.head().size()];
        widen(widths, table.head());
        table.rows().forEach(row -> widen(widths, row));
        row(table, widths, table.head());
        table.rows().forEach(row -> row(table, widths, row));
    }

    private static void widen(int[] widths, List<String> row) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
        }
    }

    private void row(EvaluationTable table, int[] widths, List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : "  ").append(i < table.words() ? row.get(i) + pad : pad + row.get(i));
        }
        line(line.toString());
    }
}
