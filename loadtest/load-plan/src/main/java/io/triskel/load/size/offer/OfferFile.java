package io.triskel.load.size.offer;

import io.triskel.load.yaml.StrictYaml;
import io.triskel.load.yaml.YamlFields;
import io.triskel.load.yaml.YamlRecords;
import io.triskel.load.yaml.YamlValue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads an offer file strictly; JSON is YAML. docs/sizing.md has the format. */
final class OfferFile {
    private static final int FORMAT = 1;
    private static final double MOST = 1e6;
    private static final String WHOLE = "docs/sizing.md shows an offer file.";
    private static final YamlRecords RECORDS = new YamlRecords(Map.of(double.class, item -> item.number(0, MOST)));

    private OfferFile() {}

    static OfferBook read(Path file) {
        return book(StrictYaml.read(file, WHOLE));
    }

    static OfferBook read(String name, String text) {
        return book(StrictYaml.read(name, text, WHOLE));
    }

    private static OfferBook book(YamlValue root) {
        YamlFields fields = root.fields("format", "name", "about", "offers");
        if (fields.get("format").whole() != FORMAT) {
            throw fields.get("format").expected("1, the only format version that is supported");
        }
        fields.get("about", YamlValue::text, "");
        List<Offer> offers =
                fields.get("offers").items().stream().map(OfferFile::offer).toList();
        return fields.check(() -> new OfferBook(fields.get("name").words(), offers));
    }

    private static Offer offer(YamlValue item) {
        YamlFields fields = item.fields(YamlRecords.names(Offer.class));
        Map<String, Object> given = new HashMap<>();
        given.put("rates", list(fields, "rates", one -> RECORDS.read(one, Rate.class)));
        given.put("keys", list(fields, "keys", one -> RECORDS.read(one, KeyLimit.class)));
        given.put("ladder", list(fields, "ladder", YamlValue::count));
        given.put("limits", fields.get("limits", one -> RECORDS.read(one, Limits.class), Limits.NONE));
        given.put("takes", list(fields, "takes", one -> constant(one, Delivery.values())));
        given.put("archives", list(fields, "archives", YamlValue::words));
        given.put("meters", list(fields, "meters", one -> RECORDS.read(one, Meter.class)));
        given.put("regions", list(fields, "regions", YamlValue::words));
        given.put("commitments", list(fields, "commitments", YamlValue::words));
        given.put("notes", list(fields, "notes", YamlValue::words));
        return RECORDS.read(fields, Offer.class, given);
    }

    private static <T> List<T> list(YamlFields fields, String name, Function<YamlValue, T> read) {
        return fields.get(name, item -> item.items().stream().map(read).toList(), List.of());
    }

    private static <E extends Enum<E>> E constant(YamlValue item, E[] constants) {
        List<String> words = List.of(constants).stream().map(Words::of).toList();
        return constants[words.indexOf(item.choice(words))];
    }
}
