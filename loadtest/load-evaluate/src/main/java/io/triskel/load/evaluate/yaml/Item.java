package io.triskel.load.evaluate.yaml;

import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value of a file, and the name that it has there. */
public final class Item {
    private final Path file;
    private final String name;
    private final Node node;

    Item(Path file, String name, Node node) {
        this.file = file;
        this.name = name;
        this.node = node;
    }

    public Place place() {
        return new Place(file, node.getStartMark().map(Mark::getLine).orElse(0) + 1);
    }

    public Fields fields(List<String> known) {
        if (node instanceof MappingNode mapping) {
            return Fields.of(file, name, mapping, known);
        }
        throw expected("fields, of " + String.join(", ", known));
    }

    public Fields fields(String... known) {
        return fields(List.of(known));
    }

    public List<Item> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw expected("a list, each line of which begins with '- '");
        }
        return sequence.getValue().stream().map(one -> new Item(file, name, one)).toList();
    }

    /** {@return a text that is not blank} */
    public String text() {
        String text = scalar("a text", Tag.STR).strip();
        if (text.isEmpty()) {
            throw expected("a text that is not blank");
        }
        return text;
    }

    public String choice(List<String> known) {
        String written = scalar("one of " + String.join(", ", known), Tag.STR);
        if (!known.contains(written)) {
            throw place().problem(
                            "'" + name + "' is '" + written + "', which is not known." + Fields.meant(written, known));
        }
        return written;
    }

    /** {@return a number from {@code low} to {@code high}} */
    public double number(double low, double high) {
        String expected = "a number from " + plain(low) + " to " + plain(high);
        double value = parsed(scalar(expected, Tag.INT, Tag.FLOAT), expected);
        if (!(value >= low) || value > high) {
            throw expected(expected);
        }
        return value;
    }

    public EvaluationException expected(String what) {
        return place().problem("'" + name + "' is " + found() + ". Expected: " + what + ".");
    }

    private double parsed(String written, String expected) {
        try {
            return Double.parseDouble(written);
        } catch (NumberFormatException e) {
            throw expected(expected);
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private String scalar(String expected, Tag... allowed) {
        if (node instanceof ScalarNode scalar && List.of(allowed).contains(scalar.getTag())) {
            return scalar.getValue();
        }
        throw expected(expected);
    }

    private String found() {
        if (node instanceof MappingNode) {
            return "a group of fields";
        }
        if (!(node instanceof ScalarNode scalar)) {
            return "a list";
        }
        if (scalar.getTag().equals(Tag.NULL)) {
            return "without a value";
        }
        String shown = scalar.getValue().length() > 60 ? scalar.getValue().substring(0, 60) + "..." : scalar.getValue();
        return (scalar.getTag().equals(Tag.STR) ? "the text '" : "'") + shown + "'";
    }
}
