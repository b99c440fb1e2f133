package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.fact.Fact;
import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Range;
import io.triskel.load.yaml.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** All figures by their ids: declared by chapters, computed by evaluations, and documented facts. */
final class FigureBook {
    private static final String FACT = "fact.";
    private static final int NEAR = 5;

    private final Map<String, Figure> figures = new LinkedHashMap<>();
    private final Map<String, Declared> declared = new LinkedHashMap<>();
    private final Map<String, Supplier<Figure>> priced;
    private final Facts facts;
    private final Set<String> open = new LinkedHashSet<>();

    /** @param priced figures that take long, computed when a chapter or another figure names them */
    FigureBook(
            List<Declared> declared,
            Map<String, Figure> computed,
            Map<String, Supplier<Figure>> priced,
            Facts facts,
            Units units) {
        this.priced = Map.copyOf(priced);
        this.facts = facts;
        figures.putAll(computed);
        facts.all().forEach(fact -> figures.put(FACT + fact.id(), figure(fact, units)));
        for (Declared one : declared) {
            Declared earlier = this.declared.putIfAbsent(one.figure().id(), one);
            if (earlier != null) {
                throw one.place()
                        .problem("'" + one.figure().id() + "' is also at "
                                + earlier.place().file() + ":" + earlier.place().line() + ". Keep one of them.");
            }
        }
        this.declared.keySet().forEach(this::resolve);
    }

    private static Figure figure(Fact fact, Units units) {
        Optional<FactValue> value = FactValue.of(fact);
        return new Figure(
                FACT + fact.id(),
                value.map(FactValue::value)
                        .orElseGet(() -> new Value.Name(new Phrase(fact.documented(), fact.documented()))),
                value.flatMap(one -> one.unit(fact.id(), units)),
                Basis.DOCUMENTED,
                Optional.empty(),
                Optional.of(source(fact)),
                fact.asOf(),
                !fact.confidence().equals("official"));
    }

    private static Phrase source(Fact fact) {
        return Phrase.of(language -> {
            String title = language.quoted(fact.source());
            return fact.url().map(url -> SourceText.link(title, url)).orElse(title);
        });
    }

    /** Computes the value of a figure, after those that it is made of. */
    private Figure resolve(String id) {
        Optional<Figure> known = find(id);
        Declared one = declared.get(id);
        if (known.isPresent() || one == null) {
            return known.orElseThrow(() -> new IllegalArgumentException(unknown(id)));
        }
        if (!open.add(id)) {
            throw one.place().problem("'" + id + "' is computed from itself: " + String.join(", ", open) + ".");
        }
        Figure figure = one.of().isEmpty()
                ? one.figure()
                : one.figure()
                        .with(one.place()
                                .check(() -> new Value.Amount(
                                        Expression.value(one.of().orElseThrow(), this::range),
                                        Value.Amount.THREE_DIGITS)));
        open.remove(id);
        figures.put(id, figure);
        return figure;
    }

    private Range range(String id) {
        return resolve(id).range().orElseThrow(() -> new IllegalArgumentException("'" + id + "' is not a number"));
    }

    Optional<Figure> find(String id) {
        Supplier<Figure> price = priced.get(id);
        if (price != null && !figures.containsKey(id)) {
            figures.put(id, price.get());
        }
        return Optional.ofNullable(figures.get(id));
    }

    /** {@return the sentence of a fact, in English} */
    Optional<String> documented(String id) {
        return Optional.of(id)
                .filter(one -> one.startsWith(FACT))
                .map(one -> facts.byId().get(one.substring(FACT.length())))
                .map(Fact::documented);
    }

    /** {@return the figures that chapters declare, in the order of the files} */
    List<Declared> declared() {
        return List.copyOf(declared.values());
    }

    /** {@return what is said of an unknown id, with those that are like it} */
    String unknown(String id) {
        List<String> near = new ArrayList<>(figures.keySet());
        near.addAll(declared.keySet());
        near.addAll(priced.keySet());
        String last = id.substring(id.lastIndexOf('.') + 1);
        List<String> meant = near.stream()
                .distinct()
                .filter(one ->
                        Nearest.distance(id, one) <= 1 + id.length() / 3 || (last.length() > 2 && one.contains(last)))
                .sorted(Comparator.comparingInt((String one) -> Nearest.distance(id, one))
                        .thenComparing(one -> one))
                .limit(NEAR)
                .toList();
        return "unknown figure '" + id + "'"
                + (meant.isEmpty() ? ". Declare it in study/figures/" : "; near it: " + String.join(", ", meant));
    }
}
