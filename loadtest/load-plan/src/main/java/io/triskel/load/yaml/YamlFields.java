package io.triskel.load.yaml;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The fields of a group, all of them known and unique. */
public final class YamlFields {
    private final Place place;
    private final String group;
    private final Map<String, YamlValue> items;

    private YamlFields(Place place, String group, Map<String, YamlValue> items) {
        this.place = place;
        this.group = group;
        this.items = items;
    }

    static YamlFields of(Path file, String group, MappingNode mapping, List<String> known) {
        Map<String, YamlValue> items = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            Place at = new Place(file, line(key));
            if (!(key instanceof ScalarNode scalar)) {
                throw at.problem(
                        "the name of a field is a list or a group. Expected one of " + String.join(", ", known) + ".");
            }
            String name = scalar.getValue();
            if (name.equals("<<")) {
                throw at.problem("a merge key (<<) is not supported. Write the fields out.");
            }
            if (!known.contains(name)) {
                throw at.problem("unknown field '" + name + "'" + in(group) + "." + meant(name, known));
            }
            if (items.put(name, new YamlValue(file, name, tuple.getValueNode())) != null) {
                throw at.problem("the field '" + name + "' appears twice" + in(group) + ". Keep one of them.");
            }
        }
        return new YamlFields(new Place(file, line(mapping)), group, items);
    }

    /** {@return a hint at the field that was meant} */
    static String meant(String written, List<String> known) {
        int colon = written.indexOf(':');
        if (colon > 0 && known.contains(written.substring(0, colon))) {
            return " Put a space after the colon: '" + written.substring(0, colon) + ": " + written.substring(colon + 1)
                    + "'.";
        }
        return Nearest.to(written, known)
                        .map(name -> " Did you mean '" + name + "'?")
                        .orElse("") + " Known: " + String.join(", ", known) + ".";
    }

    public Place place() {
        return place;
    }

    /** {@return all that are there, by their names, in the order of the file} */
    public Map<String, YamlValue> all() {
        return Collections.unmodifiableMap(items);
    }

    public Optional<YamlValue> find(String name) {
        return Optional.ofNullable(items.get(name));
    }

    /** {@return a field that must be there} */
    public YamlValue get(String name) {
        return find(name).orElseThrow(() -> place.problem("the field '" + name + "' is missing" + in(group) + "."));
    }

    /** {@return the value of a field, or a default if it is missing} */
    public <T> T get(String name, Function<YamlValue, T> read, T otherwise) {
        return find(name).map(read).orElse(otherwise);
    }

    /** {@return the value that its own rules accept; their error gets the place of the field that it names, or of the group} */
    public <T> T check(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException rule) {
            Optional<YamlValue> refused =
                    rule instanceof WrongFieldException wrong ? find(wrong.field()) : Optional.empty();
            if (refused.isPresent()
                    && rule instanceof WrongFieldException wrong
                    && !wrong.expected().isEmpty()) {
                throw refused.get().expected(wrong.expected());
            }
            throw refused.map(YamlValue::place).orElse(place).refused(rule);
        }
    }

    private static String in(String group) {
        return group.isEmpty() ? "" : " in '" + group + "'";
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
