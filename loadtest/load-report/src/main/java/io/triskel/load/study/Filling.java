package io.triskel.load.study;

import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.yaml.InputException;
import io.triskel.load.yaml.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the placeholders of a document in one language. Each becomes a mark of private characters first, so that Markdown is parsed without the
 * bars and braces of placeholders, and then what its spot says.
 */
final class Filling {
    static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}\n]*)}}");
    static final Pattern MARK = Pattern.compile("\uE000(\\d+)\uE001");

    private final StudyData data;
    private final Words words;
    private final Map<String, Block> blocks;
    private final List<Spot> spots = new ArrayList<>();
    private final Map<String, Figure> used = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    Filling(StudyData data, Words words, Map<String, Block> blocks) {
        this.data = data;
        this.words = words;
        this.blocks = blocks;
    }

    Language language() {
        return words.language();
    }

    /** {@return the text of a chapter, marked; mistakes are kept for {@link #check()}} */
    String mark(Chapter chapter) {
        String text = chapter.text();
        return replace(PLACEHOLDER, text, found -> {
            long lines = text.substring(0, found.start()).lines().count();
            boolean begins = found.start() == 0 || text.charAt(found.start() - 1) == '\n';
            Place place = new Place(chapter.file(), (int) lines + (begins ? 1 : 0));
            return mark(found.group(1).strip(), place, isAlone(text, found));
        });
    }

    private static boolean isAlone(String text, MatchResult found) {
        return (found.start() == 0 || text.charAt(found.start() - 1) == '\n')
                && (found.end() == text.length() || text.charAt(found.end()) == '\n');
    }

    private String mark(String placeholder, Place place, boolean alone) {
        try {
            String[] block = placeholder.split("\\s+", 3);
            if (block.length > 1 || blocks.containsKey(placeholder)) {
                if (!alone) {
                    throw new IllegalArgumentException("the block '" + placeholder + "' needs a line of its own");
                }
                return mark(block(block, placeholder, place));
            }
            // In a table the bar may be escaped.
            String[] parts = placeholder.replace("\\|", "|").split("\\|", 2);
            return mark(said(parts[0].strip(), parts.length > 1 ? parts[1].strip() : ""));
        } catch (IllegalArgumentException wrong) {
            problems.add(place.problem(wrong.getMessage() + ".").getMessage());
            return "?";
        }
    }

    String mark(Spot spot) {
        spots.add(spot);
        return "\uE000" + (spots.size() - 1) + "\uE001";
    }

    private Spot block(String[] parts, String placeholder, Place place) {
        String two = parts.length > 1 ? parts[0] + " " + parts[1] : parts[0];
        String name = blocks.containsKey(two) ? two : parts[0];
        Block block = blocks.get(name);
        if (block == null) {
            throw new IllegalArgumentException(
                    "unknown block '" + placeholder + "'; known: " + String.join(", ", blocks.keySet()));
        }
        Block.Shown shown =
                block.show(data, words, placeholder.substring(name.length()).strip());
        String marked = replace(
                PLACEHOLDER, shown.markdown(), found -> mark(found.group(1).strip(), place, false));
        return new Spot.Filled(marked, shown.drawn());
    }

    private Spot said(String id, String form) {
        Figure figure = data.figures()
                .find(id)
                .orElseThrow(() -> new IllegalArgumentException(data.figures().unknown(id)));
        used.putIfAbsent(id, figure);
        return new Spot.Said(
                id,
                switch (form) {
                    case "" -> figure.in(language());
                    case "bare" -> figure.bare(language());
                    case "text" ->
                        data.figures()
                                .documented(id)
                                .orElseThrow(() ->
                                        new IllegalArgumentException("'" + id + "' is not a fact, and has no text"));
                    default ->
                        throw new IllegalArgumentException(
                                "unknown form '" + form + "' of '" + id + "'; known: bare, text");
                });
    }

    /** {@return the text of a figure that the document's cover has; empty if the study does not declare it} */
    String cover(String id) {
        return data.figures().find(id).isPresent() && said(id, "") instanceof Spot.Said said ? said.text() : "";
    }

    /** {@return the figures that were used so far, in the order of their first use} */
    Collection<Figure> used() {
        return List.copyOf(used.values());
    }

    /** {@return the spot of a mark} */
    Spot spot(MatchResult mark) {
        return spots.get(Integer.parseInt(mark.group(1)));
    }

    /** {@return the text with what its marks stand for} */
    String markdown(String marked) {
        return replace(MARK, marked, mark -> {
            Spot spot = spot(mark);
            return spot instanceof Spot.Said said
                    ? said.text()
                    : spot instanceof Spot.Anchor anchor ? anchor.text() : markdown(((Spot.Filled) spot).markdown());
        });
    }

    void add(String problem) {
        problems.add(problem);
    }

    /** Throws the mistakes that were found, one a line. */
    void check() {
        if (!problems.isEmpty()) {
            throw new InputException(String.join("\n", problems));
        }
    }

    private static String replace(Pattern pattern, String text, Function<MatchResult, String> by) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(by.apply(found)));
    }
}
