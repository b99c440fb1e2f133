package io.triskel.load.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value of a file, with its name there. */
public final class YamlValue {
    private final Path file;
    private final String name;
    private final Node node;

    YamlValue(Path file, String name, Node node) {
        this.file = file;
        this.name = name;
        this.node = node;
    }

    public Place place() {
        return new Place(file, node.getStartMark().map(Mark::getLine).orElse(0) + 1);
    }

    public String name() {
        return name;
    }

    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean isText() {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR);
    }

    public YamlFields fields(String... known) {
        return fields(List.of(known));
    }

    public YamlFields fields(List<String> known) {
        if (node instanceof MappingNode mapping) {
            return YamlFields.of(file, name, mapping, known);
        }
        throw expected("fields, of " + String.join(", ", known));
    }

    public List<YamlValue> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw expected("a list, each line of which begins with '- '");
        }
        List<YamlValue> items = new ArrayList<>();
        for (Node one : sequence.getValue()) {
            items.add(new YamlValue(file, name, one));
        }
        return items;
    }

    /** {@return the value and all that it contains, as maps, lists, texts, numbers, booleans and nulls} */
    public @Nullable Object plain() {
        if (node instanceof MappingNode mapping) {
            Map<String, Object> members = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                YamlValue key = new YamlValue(file, name, tuple.getKeyNode());
                if (!(key.node instanceof ScalarNode scalar)) {
                    throw key.place().problem("the name of a field is a list or a group. Expected: a text.");
                }
                Object value = new YamlValue(file, scalar.getValue(), tuple.getValueNode()).plain();
                if (members.containsKey(scalar.getValue())) {
                    throw key.place().problem("the field '" + scalar.getValue() + "' appears twice. Keep one of them.");
                }
                members.put(scalar.getValue(), value);
            }
            return members;
        }
        if (isList()) {
            return items().stream().map(YamlValue::plain).collect(Collectors.toCollection(ArrayList::new));
        }
        ScalarNode scalar = (ScalarNode) node;
        if (scalar.getTag().equals(Tag.NULL)) {
            return null;
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return flag();
        }
        if (isText()) {
            return scalar.getValue();
        }
        try {
            return new BigDecimal(scalar.getValue());
        } catch (NumberFormatException special) {
            throw expected("a number in decimal digits");
        }
    }

    public String text() {
        return scalar("a text, in quotes if it looks like a number or a word of YAML such as true", Tag.STR);
    }

    /** {@return a text that is not blank} */
    public String words() {
        String words = text().strip();
        if (words.isEmpty()) {
            throw expected("a text that is not blank");
        }
        return words;
    }

    /** {@return a number from {@code low} to {@code high}} */
    public double number(double low, double high) {
        String expected = "a number from " + plain(low) + " to " + plain(high);
        double value;
        try {
            value = Double.parseDouble(scalar(expected, Tag.INT, Tag.FLOAT));
        } catch (NumberFormatException e) {
            throw expected(expected);
        }
        if (!(value >= low) || value > high) {
            throw expected(expected);
        }
        return value;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    public String choice(List<String> known) {
        String expected = "one of " + String.join(", ", known);
        String written = scalar(expected, Tag.STR);
        if (!known.contains(written)) {
            throw place().problem("'" + name + "' is '" + written + "', which is unknown."
                    + YamlFields.meant(written, known));
        }
        return written;
    }

    public boolean flag() {
        return Boolean.parseBoolean(scalar("true or false", Tag.BOOL));
    }

    public long whole() {
        String written = scalar("a whole number, in decimal digits and without quotes", Tag.INT);
        try {
            return new BigInteger(written).longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw expected("a whole number from -2^63 to 2^63 - 1");
        }
    }

    public int count() {
        return count(0, Integer.MAX_VALUE);
    }

    /** {@return a count within the range of an int} The range that is told is the field's own. */
    int count(long least, long most) {
        long whole = whole();
        if (whole < 0 || whole > Integer.MAX_VALUE) {
            throw expected(String.format(Locale.ROOT, "a whole number from %,d to %,d", least, most));
        }
        return (int) whole;
    }

    public double rate() {
        return Unit.rate(unit(Unit.RATE)).orElseThrow(() -> expected(Unit.RATE.expected()));
    }

    public Duration duration() {
        return Unit.duration(unit(Unit.DURATION))
                .orElseThrow(() -> expected("a time that is a whole number of nanoseconds, below 2^63 of them"));
    }

    public long size() {
        return Unit.size(unit(Unit.SIZE))
                .orElseThrow(() -> expected("a size that is a whole number of bytes, below 2^63 of them"));
    }

    private String unit(Unit unit) {
        String written = scalar(unit.expected(), Tag.STR);
        if (!unit.matches(written)) {
            throw expected(
                    unit.matchesWithMoreDigits(written)
                            ? "at most 12 digits before the point, and at most 9 after it"
                            : unit.expected());
        }
        return written;
    }

    /** A plain 1 is rejected: it could mean 1% or everything. */
    public double share() {
        String written = scalar(Unit.SHARE.expected(), Tag.STR, Tag.INT, Tag.FLOAT);
        OptionalDouble percent = Unit.percent(written);
        if (percent.isPresent()) {
            return percent.getAsDouble();
        }
        if (((ScalarNode) node).getTag().equals(Tag.STR)) {
            throw expected(Unit.SHARE.expected());
        }
        double plain = number(written);
        if (!(plain >= 0) || plain >= 1) {
            throw expected(Unit.SHARE.expected());
        }
        return plain;
    }

    /** {@return a number as YAML writes it; NaN for {@code .nan} and {@code .inf}, which no field takes} */
    private static double number(String written) {
        try {
            return Double.parseDouble(written);
        } catch (NumberFormatException special) {
            return Double.NaN;
        }
    }

    public BigDecimal dollars() {
        return Unit.dollars(unit(Unit.MONEY)).orElseThrow(() -> expected(Unit.MONEY.expected()));
    }

    public InputException expected(String what) {
        return place().problem((name.isEmpty() ? "the document" : "'" + name + "'") + " is " + found() + ". Expected: "
                + what + ".");
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
        if (node instanceof SequenceNode) {
            return "a list";
        }
        ScalarNode scalar = (ScalarNode) node;
        if (scalar.getTag().equals(Tag.NULL)) {
            return "without a value";
        }
        String shown = scalar.getValue().length() > 60 ? scalar.getValue().substring(0, 60) + "..." : scalar.getValue();
        return (scalar.getTag().equals(Tag.STR) ? "the text '" : "'") + shown + "'";
    }
}
