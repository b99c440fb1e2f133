package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.MapValue;
import com.google.firestore.v1.Value;
import io.triskel.local.gcp.wire.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path to a field, {@code a.b.`c d`}; {@code __name__} is the document's name. */
record FieldPath(List<String> parts) {
    static final FieldPath NAME = new FieldPath(List.of("__name__"));

    FieldPath {
        parts = List.copyOf(parts);
    }

    static FieldPath of(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted && i + 1 < text.length()) {
                i++;
                part.append(text.charAt(i));
            } else if (c == '`') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        Refusal.unless(!quoted && !parts.contains(""), "Invalid property path \"" + text + "\"");
        return new FieldPath(parts);
    }

    Optional<Value> in(Document document) {
        if (equals(NAME)) {
            return Optional.of(
                    Value.newBuilder().setReferenceValue(document.getName()).build());
        }
        return in(document.getFieldsMap());
    }

    Optional<Value> in(Map<String, Value> fields) {
        Map<String, Value> map = fields;
        Optional<Value> found = Optional.empty();
        for (String part : parts) {
            Value value = map.get(part);
            if (value == null) {
                return Optional.empty();
            }
            found = Optional.of(value);
            map = value.getMapValue().getFieldsMap();
        }
        return found;
    }

    /** Sets the field, creating missing maps on the way, or removes it. */
    void set(Map<String, Value> fields, Optional<Value> value) {
        set(fields, 0, value);
    }

    private void set(Map<String, Value> fields, int depth, Optional<Value> value) {
        String part = parts.get(depth);
        if (depth == parts.size() - 1) {
            value.ifPresentOrElse(now -> fields.put(part, now), () -> fields.remove(part));
            return;
        }
        Value outer = fields.get(part);
        if (value.isEmpty() && (outer == null || !outer.hasMapValue())) {
            return;
        }
        Map<String, Value> inner =
                new HashMap<>(outer == null ? Map.of() : outer.getMapValue().getFieldsMap());
        set(inner, depth + 1, value);
        fields.put(
                part,
                Value.newBuilder()
                        .setMapValue(MapValue.newBuilder().putAllFields(inner))
                        .build());
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
