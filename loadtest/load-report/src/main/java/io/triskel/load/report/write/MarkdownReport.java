package io.triskel.load.report.write;

import io.triskel.load.report.section.Block;
import io.triskel.load.report.section.Cell;
import io.triskel.load.report.section.FigureTable;
import io.triskel.load.report.section.Opening;
import io.triskel.load.report.section.Section;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report as Markdown: all words and tables, no drawings. */
public final class MarkdownReport {
    private final StringBuilder text = new StringBuilder();

    private final Words words;

    private MarkdownReport(Words words) {
        this.words = words;
    }

    /** {@return the whole file} */
    public static String of(Words words, Opening opening, List<Section> sections) {
        MarkdownReport report = new MarkdownReport(words);
        report.opening(opening);
        sections.forEach(report::section);
        return report.text.toString();
    }

    private void opening(Opening opening) {
        paragraph("# " + escaped(opening.answer()));
        for (Opening.Fact fact : opening.facts()) {
            text.append("- **")
                    .append(escaped(fact.head()))
                    .append("**" + words.language().colon())
                    .append(escaped(fact.body()))
                    .append('\n');
        }
        text.append('\n');
        opening.why().forEach(why -> paragraph(escaped(why)));
        paragraph(opening.line().entrySet().stream()
                .map(this::pair)
                .collect(Collectors.joining(words.language().semicolon())));
    }

    private String pair(Map.Entry<String, String> one) {
        return escaped(one.getKey()) + words.language().colon() + escaped(one.getValue());
    }

    private void section(Section section) {
        paragraph("## " + escaped(section.heading()));
        String evidence = section.evidence().isEmpty()
                ? section.computed() ? " " + words.say("Computed, not measured.") : ""
                : " "
                        + words.say(
                                "Evidence: {0}.",
                                section.evidence().stream()
                                        .map(one -> words.say(one.word()))
                                        .collect(Collectors.joining(", ")));
        paragraph("*" + escaped(section.title()) + ".*" + evidence + " " + escaped(section.lede()));
        section.blocks().forEach(this::block);
    }

    private void block(Block block) {
        if (block instanceof Block.Plain plain) {
            table(plain.table());
        } else if (block instanceof Block.Behind behind) {
            table(behind.table());
        } else if (block instanceof Block.Covered covered) {
            paragraph(escaped(covered.reason()));
        } else if (block instanceof Block.Note note) {
            paragraph(escaped(note.text()));
        } else if (block instanceof Block.Command command) {
            paragraph(command.text().lines().map(line -> "    " + line).collect(Collectors.joining("\n")));
        }
    }

    private void table(FigureTable table) {
        paragraph("**" + escaped(table.caption()) + "**");
        if (!table.lede().isEmpty()) {
            paragraph(escaped(table.lede()));
        }
        if (table.rows().isEmpty()) {
            return;
        }
        row(table.head());
        text.append(table.head().stream()
                        .map(cell -> cell.look() == Cell.Look.WORDS ? "---" : "---:")
                        .collect(Collectors.joining(" | ", "| ", " |")))
                .append('\n');
        table.rows().forEach(this::row);
        text.append('\n');
    }

    private void row(List<Cell> cells) {
        List<String> texts = new ArrayList<>();
        for (Cell cell : cells) {
            String plain = escaped(cell.text().isEmpty() && cell.small().isEmpty() ? " " : cell.text());
            String emphasised =
                    cell.look() == Cell.Look.ALARM || cell.look() == Cell.Look.LEAD ? "**" + plain + "**" : plain;
            String below = Stream.of(cell.small(), cell.label())
                    .filter(one -> !one.isEmpty())
                    .map(MarkdownReport::escaped)
                    .collect(Collectors.joining(words.language().semicolon()));
            texts.add(below.isEmpty() ? emphasised : (emphasised + " (" + below + source(cell) + ")").strip());
        }
        text.append(texts.stream().collect(Collectors.joining(" | ", "| ", " |")))
                .append('\n');
    }

    private static String source(Cell cell) {
        return cell.source()
                .map(address -> ", <" + address.replaceAll("[<>|\\s]", "") + ">")
                .orElse("");
    }

    private void paragraph(String paragraph) {
        text.append(paragraph).append("\n\n");
    }

    /** Escapes text so that text from a file cannot end a cell, and cannot start HTML or a link. */
    private static String escaped(String plain) {
        String oneLine = plain.replaceAll("\\s+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
        return oneLine.replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1");
    }
}
