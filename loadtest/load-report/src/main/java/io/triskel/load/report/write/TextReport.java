package io.triskel.load.report.write;

import io.triskel.load.report.section.Block;
import io.triskel.load.report.section.Cell;
import io.triskel.load.report.section.FigureTable;
import io.triskel.load.report.section.Opening;
import io.triskel.load.report.section.Section;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report for a terminal: all words and tables, no drawings, at most 100 columns wide. */
public final class TextReport {
    private static final int WIDTH = 100;
    private static final String GAP = "  ";

    private final StringBuilder text = new StringBuilder();

    private final Words words;

    private TextReport(Words words) {
        this.words = words;
    }

    /** {@return the whole text, the answer first} */
    public static String of(Words words, Opening opening, List<Section> sections) {
        TextReport report = new TextReport(words);
        report.opening(opening);
        sections.forEach(report::section);
        return report.text.toString();
    }

    private void opening(Opening opening) {
        paragraph("", opening.answer());
        opening.facts().forEach(fact -> paragraph(GAP, fact.head() + ". " + fact.body()));
        opening.why().forEach(why -> paragraph(GAP, why));
        paragraph(
                GAP,
                opening.line().entrySet().stream()
                        .map(one -> one.getKey() + " " + one.getValue())
                        .collect(Collectors.joining(", ")));
    }

    private void section(Section section) {
        line("");
        line("");
        paragraph("", section.heading());
        paragraph("", section.lede());
        section.blocks().forEach(this::block);
    }

    private void block(Block block) {
        if (block instanceof Block.Plain plain) {
            table(plain.table());
        } else if (block instanceof Block.Behind behind) {
            table(behind.table());
        } else if (block instanceof Block.Covered covered) {
            line("");
            paragraph("", covered.reason());
        } else if (block instanceof Block.Note note) {
            line("");
            paragraph("", note.text());
        } else if (block instanceof Block.Command command) {
            line("");
            command.text().lines().forEach(typed -> line(GAP + typed));
        }
    }

    private void table(FigureTable table) {
        line("");
        paragraph("", table.caption());
        if (!table.lede().isEmpty()) {
            paragraph(GAP, table.lede());
        }
        if (table.rows().isEmpty()) {
            return;
        }
        List<List<Cell>> lines = new ArrayList<>(List.of(table.head()));
        lines.addAll(table.rows());
        int[] widths = widths(table.head(), lines);
        lines.forEach(row -> row(table.head(), row, widths));
    }

    /** Narrows the widest column of words if a table is too wide. */
    private int[] widths(List<Cell> head, List<List<Cell>> lines) {
        int[] widths = new int[head.size()];
        int widest = -1;
        int all = -GAP.length();
        for (int i = 0; i < widths.length; i++) {
            for (List<Cell> line : lines) {
                widths[i] = Math.max(widths[i], plain(line.get(i)).length());
            }
            all += widths[i] + GAP.length();
            if (isWords(head.get(i)) && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        if (widest >= 0 && all > WIDTH) {
            widths[widest] = Math.max(1, widths[widest] - (all - WIDTH));
        }
        return widths;
    }

    private void row(List<Cell> head, List<Cell> row, int[] widths) {
        List<List<String>> cells = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            cells.add(wrapped(plain(row.get(i)), widths[i]));
            height = Math.max(height, cells.get(i).size());
        }
        for (int part = 0; part < height; part++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = part < cells.get(i).size() ? cells.get(i).get(part) : "";
                String pad = " ".repeat(Math.max(0, widths[i] - cell.length()));
                line.append(i == 0 ? "" : GAP).append(isWords(head.get(i)) ? cell + pad : pad + cell);
            }
            line(line.toString());
        }
    }

    private static boolean isWords(Cell cell) {
        return cell.look() == Cell.Look.WORDS;
    }

    private String plain(Cell cell) {
        String below = Stream.of(cell.small(), cell.label())
                .filter(one -> !one.isEmpty())
                .collect(Collectors.joining(words.language().semicolon()));
        return below.isEmpty() ? cell.text() : (cell.text() + " (" + below + ")").strip();
    }

    private void paragraph(String indent, String words) {
        wrapped(words, WIDTH - indent.length()).forEach(line -> line(indent + line));
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder();
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
