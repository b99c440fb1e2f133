package io.triskel.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether two schemas, of two documents, say the same: word for word, without annotations, behind references too. */
final class SameSchema {
    /** They describe, and assert nothing: json-schema.org/draft-07/json-schema-validation, section 10. */
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "externalDocs",
            "definitions",
            "$id",
            "$schema",
            "$comment");

    /** Their members are named by the author, and are no keywords. */
    private static final Set<String> MAPS =
            Set.of("properties", "patternProperties", "dependencies", "dependentSchemas", "dependentRequired");

    private static final Set<String> VALUES = Set.of("enum", "const");

    static boolean isAnnotation(String keyword) {
        return ANNOTATIONS.contains(keyword) || (keyword.startsWith("x-") && !keyword.equals("x-triskel-sealed"));
    }

    boolean at(String keyword, SchemaPart left, SchemaPart right) {
        return left.has(keyword)
                && new Comparison(left.document(), right.document())
                        .same(left.get(keyword), right.get(keyword), MAPS.contains(keyword));
    }

    /** One comparison; a pair that is open is taken to be the same, because a schema may contain itself. */
    private static final class Comparison {
        private final ContractDocument left;
        private final ContractDocument right;
        private final IdentityHashMap<JsonNode, Set<JsonNode>> seen = new IdentityHashMap<>();

        Comparison(ContractDocument left, ContractDocument right) {
            this.left = left;
            this.right = right;
        }

        boolean same(JsonNode one, JsonNode other, boolean map) {
            JsonNode here = map ? one : left.resolved(one);
            JsonNode there = map ? other : right.resolved(other);
            if (here.isObject() && there.isObject()) {
                boolean isNew = seen.computeIfAbsent(here, unused -> Collections.newSetFromMap(new IdentityHashMap<>()))
                        .add(there);
                return !isNew || sameObject(here, there, map);
            }
            if (here.isArray() && there.isArray()) {
                if (here.size() != there.size()) {
                    return false;
                }
                for (int i = 0; i < here.size(); i++) {
                    if (!same(here.get(i), there.get(i), false)) {
                        return false;
                    }
                }
                return true;
            }
            return Written.equal(here, there);
        }

        private boolean sameObject(JsonNode here, JsonNode there, boolean map) {
            Set<String> names = names(here, map);
            return names.equals(names(there, map))
                    && names.stream()
                            .allMatch(name -> (!map && VALUES.contains(name))
                                    ? Written.equal(here.get(name), there.get(name))
                                    : same(here.get(name), there.get(name), !map && MAPS.contains(name)));
        }

        private static Set<String> names(JsonNode object, boolean map) {
            Set<String> names = new LinkedHashSet<>();
            object.fieldNames().forEachRemaining(names::add);
            if (!map) {
                names.removeIf(SameSchema::isAnnotation);
            }
            return names;
        }
    }

    /** {@return whether all of these keywords say the same} */
    boolean atAll(List<String> keywords, SchemaPart left, SchemaPart right) {
        return keywords.stream()
                .allMatch(keyword -> (!left.has(keyword) && !right.has(keyword)) || at(keyword, left, right));
    }
}
