package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.yaml.StrictYaml;
import io.triskel.load.yaml.YamlFields;
import io.triskel.load.yaml.YamlValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The units of figures in both languages, from {@code study/units.yaml}, by their English plural. */
record Units(Map<String, Unit> known) {
    static Units read(Path file) {
        Map<String, Unit> known = new LinkedHashMap<>();
        for (YamlValue item : StrictYaml.read(file, Study.WHOLE).items()) {
            YamlFields fields = item.fields("en", "fr");
            List<String> en = words(fields.get("en"));
            List<String> fr = words(fields.get("fr"));
            Unit unit = new Unit(new Phrase(en.get(0), fr.get(0)), new Phrase(en.get(1), fr.get(1)));
            if (known.put(en.get(1), unit) != null) {
                throw item.place().problem("the unit '" + en.get(1) + "' appears twice. Keep one of them.");
            }
        }
        return new Units(known);
    }

    private static List<String> words(YamlValue item) {
        List<String> words =
                item.isList() ? item.items().stream().map(YamlValue::words).toList() : List.of(item.words());
        if (words.isEmpty() || words.size() > 2) {
            throw item.expected("a unit, or its singular and its plural");
        }
        return List.of(words.get(0), words.get(words.size() - 1));
    }

    Optional<Unit> find(String name) {
        return Optional.ofNullable(known.get(name));
    }
}
