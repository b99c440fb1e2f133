package io.triskel.load.study;

import io.triskel.load.report.words.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** What the chapters in a folder keep; each rule gives what breaks it. */
final class ChapterRules {
    private static final Pattern FIRST_WITH_DECISIONS = Pattern.compile("(8[0-9]|9[0-6])-.*");

    private final Path study;

    ChapterRules(Path study) {
        this.study = study;
    }

    private record Page(Path file, Node root, String text) {
        /** Placeholders have no bars in them, which would split the cells of a table. */
        static Page read(Path file) throws IOException {
            String text = Files.readString(file).replace("\r\n", "\n");
            String safe = Filling.PLACEHOLDER.matcher(text).replaceAll("{{}}");
            return new Page(file, HtmlText.PARSER.parse(safe), text);
        }

        String name() {
            return file.getFileName().toString();
        }
    }

    private List<Page> pages(Language language) throws IOException {
        try (Stream<Path> files = Files.list(study.resolve(language.code()))) {
            List<Page> pages = new ArrayList<>();
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".md")).sorted().toList()) {
                pages.add(Page.read(file));
            }
            return pages;
        }
    }

    /** {@return how the languages differ: in files, headings, tables, placeholders of a section, and decisions} */
    List<String> differences() throws IOException {
        List<Page> english = pages(Language.ENGLISH);
        List<Page> french = pages(Language.FRENCH);
        List<String> differences = new ArrayList<>();
        differ(differences, "files", study.toString(), names(english), names(french));
        if (differences.isEmpty()) {
            for (int i = 0; i < english.size(); i++) {
                Page one = english.get(i);
                Page other = french.get(i);
                differ(differences, "levels of headings", one.name(), levels(one), levels(other));
                differ(differences, "rows and columns of tables", one.name(), tables(one), tables(other));
                differ(differences, "placeholders of sections", one.name(), placeholders(one), placeholders(other));
                differ(
                        differences,
                        "decisions",
                        one.name(),
                        decisions(one).size(),
                        decisions(other).size());
            }
        }
        return differences;
    }

    private static void differ(List<String> differences, String what, String where, Object english, Object french) {
        if (!english.equals(french)) {
            differences.add(where + ": " + what + " differ: en " + english + ", fr " + french);
        }
    }

    private static List<String> names(List<Page> pages) {
        return pages.stream().map(Page::name).toList();
    }

    private static List<Integer> levels(Page page) {
        return nodes(page.root(), Heading.class).stream().map(Heading::getLevel).toList();
    }

    private static List<String> tables(Page page) {
        List<String> tables = new ArrayList<>();
        for (TableBlock table : nodes(page.root(), TableBlock.class)) {
            tables.add(nodes(table, TableRow.class).size() + " x "
                    + nodes(table, TableCell.class).size());
        }
        return tables;
    }

    /** {@return the placeholders of each section, in the order of the alphabet, since sentences of two languages differ in order} */
    private static List<List<String>> placeholders(Page page) {
        return Stream.of(page.text().split("(?m)^#+ "))
                .map(section -> Filling.PLACEHOLDER
                        .matcher(section)
                        .results()
                        .map(found -> found.group(1).replace("\\|", "|").strip())
                        .sorted()
                        .toList())
                .toList();
    }

    private static List<Paragraph> decisions(Page page) {
        return nodes(page.root(), Paragraph.class).stream()
                .filter(HtmlText::isDecision)
                .toList();
    }

    /** {@return digits of texts that are in no placeholder, code or link, and not in a name that may have them} */
    List<String> digits() throws IOException {
        List<String> names = Files.readAllLines(study.resolve("names.txt")).stream()
                .filter(name -> !name.isBlank())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        List<String> digits = new ArrayList<>();
        for (Language language : Language.values()) {
            for (Page page : pages(language)) {
                for (Node block : nodes(page.root(), Node.class)) {
                    if (block instanceof Paragraph || block instanceof Heading || block instanceof TableCell) {
                        String text = prose(block);
                        String left = text.replace('\u00a0', ' ').replace('\u202f', ' ');
                        for (String name : names) {
                            left = left.replaceAll(
                                    "(?<![\\p{L}\\p{N}])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}])", "");
                        }
                        if (Pattern.compile("\\p{Nd}").matcher(left).find()) {
                            digits.add(language.code() + "/" + page.name() + ": " + text);
                        }
                    }
                }
            }
        }
        return digits;
    }

    /** {@return chapters 80 to 96 that do not end with a decision, and sections that have two, or go on after one} */
    List<String> undecided() throws IOException {
        List<String> undecided = new ArrayList<>();
        for (Language language : Language.values()) {
            for (Page page : pages(language)) {
                String where = language.code() + "/" + page.name();
                Optional<Node> last = Optional.ofNullable(page.root().getLastChild());
                if (FIRST_WITH_DECISIONS.matcher(page.name()).matches()
                        && last.filter(ChapterRules::isDecision).isEmpty()) {
                    undecided.add(where + " does not end with a decision");
                }
                decisions(page).stream()
                        .filter(decision -> decision.getNext() != null && !(decision.getNext() instanceof Heading))
                        .forEach(decision -> undecided.add(where + " goes on after " + prose(decision)));
            }
        }
        return undecided;
    }

    private static boolean isDecision(Node node) {
        return node instanceof Paragraph paragraph && HtmlText.isDecision(paragraph);
    }

    /** {@return links that lead to no document in docs/ and to no heading of the study in the same language} */
    List<String> broken(Path docs) throws IOException {
        List<String> broken = new ArrayList<>();
        for (Language language : Language.values()) {
            List<Page> pages = pages(language);
            List<String> headings = pages.stream()
                    .flatMap(page -> nodes(page.root(), Heading.class).stream())
                    .map(heading -> Slugs.slug(HtmlText.plain(heading)))
                    .toList();
            for (Page page : pages) {
                for (Link link : nodes(page.root(), Link.class)) {
                    String target = link.getDestination();
                    boolean leads = target.startsWith("#")
                            ? headings.contains(target.substring(1))
                            : target.startsWith("https://")
                                    || Files.exists(docs.resolve(target.replaceFirst("#.*", "")));
                    if (!leads) {
                        broken.add(language.code() + "/" + page.name() + ": " + target);
                    }
                }
            }
        }
        return broken;
    }

    /** {@return the text of a node without code} */
    private static String prose(Node node) {
        StringBuilder text = new StringBuilder();
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            text.append(
                    child instanceof Text words
                            ? words.getLiteral()
                            : child instanceof Code ? "" : child instanceof SoftLineBreak ? " " : prose(child));
        }
        return text.toString();
    }

    private static <N extends Node> List<N> nodes(Node root, Class<N> kind) {
        List<N> nodes = new ArrayList<>();
        for (Node child = root.getFirstChild(); child != null; child = child.getNext()) {
            if (kind.isInstance(child)) {
                nodes.add(kind.cast(child));
            }
            nodes.addAll(nodes(child, kind));
        }
        return nodes;
    }
}
