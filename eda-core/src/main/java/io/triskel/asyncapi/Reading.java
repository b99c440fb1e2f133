package io.triskel.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds why a reader of one schema may refuse what a writer of another writes. Errs on one side: what it does not
 * understand is a difference, unless both schemas say it alike.
 *
 * <p>A writer is taken to write the members that its schema declares or describes, and no others. Confluent's registry counts
 * also members that an open schema merely tolerates, so that an optional member can never be added; Triskel's readers ignore
 * unknown members on purpose. Text patterns are compared and never run, because a document may come from anybody.
 */
final class Reading {
    private static final int MOST_STEPS = 200_000;
    private static final int DEEPEST_TAG = 2;

    private record Pair(List<SchemaPart> written, List<SchemaPart> read) {}

    private final SameSchema same = new SameSchema();
    private final Set<Pair> open = new HashSet<>();
    private int steps;

    /** {@return why; nothing if the reader reads all that is written} */
    List<Difference> differences(List<SchemaPart> written, List<SchemaPart> read, String where) {
        if (++steps > MOST_STEPS) {
            throw new IllegalArgumentException("The schema at " + where + " is too large to compare");
        }
        Pair pair = new Pair(written, read);
        // A type that contains itself is readable if all of it is, given that it is.
        if (read.isEmpty() || !open.add(pair)) {
            return List.of();
        }
        try {
            return new Written(written).isNever() ? List.of() : found(written, read, where);
        } finally {
            open.remove(pair);
        }
    }

    private List<Difference> found(List<SchemaPart> written, List<SchemaPart> read, String where) {
        List<SchemaPart> left = read.stream()
                .map(part -> withoutSame(part, written, "oneOf"))
                .map(part -> withoutSame(part, written, "anyOf"))
                .toList();
        for (SchemaPart part : written) {
            for (String keyword : List.of("oneOf", "anyOf")) {
                if (part.has(keyword)) {
                    return ofEach(part, keyword, written, left, where);
                }
            }
        }
        List<Difference> found = new ArrayList<>(personal(written, left, where));
        left.forEach(part -> found.addAll(new Assertions(new Written(written), part, where, this, same).broken()));
        return found;
    }

    private SchemaPart withoutSame(SchemaPart part, List<SchemaPart> written, String keyword) {
        return part.has(keyword) && written.stream().anyMatch(other -> same.at(keyword, other, part))
                ? part.without(keyword)
                : part;
    }

    /** A writer of one of several schemas: the reader must read each. */
    private List<Difference> ofEach(
            SchemaPart split, String keyword, List<SchemaPart> written, List<SchemaPart> read, String where) {
        List<Difference> found = new ArrayList<>();
        split.get(keyword).forEach(branch -> {
            List<SchemaPart> one = new ArrayList<>(written);
            one.set(one.indexOf(split), split.without(keyword));
            one.addAll(split.parts(branch));
            found.addAll(differences(List.copyOf(one), read, where));
        });
        return found.stream().distinct().toList();
    }

    private List<Difference> personal(List<SchemaPart> written, List<SchemaPart> read, String where) {
        boolean sealed = written.stream().anyMatch(part -> part.has("x-triskel-sealed"));
        boolean expected = read.stream().anyMatch(part -> part.has("x-triskel-sealed"));
        if (sealed != expected) {
            return List.of(new Difference(
                    where, Rule.PERSONAL, "", sealed ? "sealed" : "plain", expected ? "sealed" : "plain"));
        }
        return differences(
                new Written(written).all("x-triskel-sealed"), new Written(read).all("x-triskel-sealed"), where);
    }

    /** {@return why none of a reader's alternatives reads it; of one alternative, if that is the one that is meant} */
    List<Difference> ofAny(Written written, SchemaPart part, String keyword, String where) {
        List<List<SchemaPart>> branches = Written.stream(part.get(keyword))
                .map(branch -> part.parts(branch))
                .toList();
        Optional<List<Difference>> nearest = Optional.empty();
        for (List<SchemaPart> branch : branches) {
            if (written.excludes(new Written(branch), DEEPEST_TAG)) {
                continue;
            }
            List<Difference> broken = differences(written.parts(), branch, where);
            boolean only = keyword.equals("anyOf")
                    || branches.stream()
                            .allMatch(other -> other == branch || written.excludes(new Written(other), DEEPEST_TAG));
            if (broken.isEmpty() && only) {
                return List.of();
            }
            List<Difference> candidate =
                    broken.isEmpty() ? List.of(noCase(written, keyword, where, "several")) : broken;
            nearest = nearest.filter(known -> known.size() <= candidate.size()).or(() -> Optional.of(candidate));
        }
        return nearest.orElseGet(() -> List.of(noCase(written, keyword, where, "none")));
    }

    private static Difference noCase(Written written, String keyword, String where, String read) {
        return new Difference(where, Rule.CASE, keyword, tag(written), read);
    }

    /** {@return a word for one of several schemas: its tag, else its types} */
    private static String tag(Written written) {
        return written.required().stream()
                .map(name -> new Written(written.member(name)).values())
                .flatMap(Optional::stream)
                .filter(values -> values.size() == 1)
                .map(values -> values.get(0).asText())
                .min(Comparator.naturalOrder())
                .or(() -> Optional.of(new Written(written.element(0)))
                        .flatMap(Written::values)
                        .filter(values -> values.size() == 1)
                        .map(values -> values.get(0).asText()))
                .orElseGet(() ->
                        String.join(", ", written.types().stream().sorted().toList()));
    }

    static String shown(JsonNode value) {
        return value.isMissingNode() ? "" : value.isTextual() ? value.textValue() : value.toString();
    }
}
