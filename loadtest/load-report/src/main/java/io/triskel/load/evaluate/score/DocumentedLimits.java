package io.triskel.load.evaluate.score;

import io.triskel.load.evaluate.criteria.Confidence;
import io.triskel.load.evaluate.criteria.Criterion;
import io.triskel.load.evaluate.criteria.Documented;
import io.triskel.load.evaluate.criteria.Judgement;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.evaluate.criteria.Source;
import io.triskel.load.size.plan.Range;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/** Scores from documents: limits, compared with the days that the profile wants, and judgements. An unverified source does not score. */
final class DocumentedLimits {
    private DocumentedLimits() {}

    /** {@return scores of the limits, if the criterion has limits and a profile says how much it wants} */
    static Optional<Answer> limits(Criterion criterion, OptionalDouble wanted) {
        Map<String, Documented> limits = criterion.limits();
        if (limits.isEmpty() || wanted.isEmpty() || hasUnverified(limits.values(), Documented::source)) {
            return Optional.empty();
        }
        double days = wanted.getAsDouble();
        Map<String, Range> scores = each(limits, one -> Formula.enough(one.days(), days));
        Map<String, Phrase> why = each(
                limits,
                one -> Phrase.of(language -> FigureText.number(one.days(), language)
                        + new Phrase(" days: ", "\u00a0jours\u00a0: ").in(language)
                        + one.offer().in(language)));
        return Optional.of(new Answer(
                Basis.LIMITS,
                scores,
                why,
                Optional.of(Phrase.of(language -> new Phrase("Wanted: ", "Voulu\u00a0: ").in(language)
                        + FigureText.number(days, language)
                        + new Phrase(" days.", "\u00a0jours.").in(language)))));
    }

    /** {@return scores of the judgements, if the criterion has judgements} */
    static Optional<Answer> judged(Criterion criterion) {
        Map<String, Judgement> judged = criterion.judged();
        if (judged.isEmpty() || hasUnverified(judged.values(), Judgement::source)) {
            return Optional.empty();
        }
        return Optional.of(new Answer(
                Basis.JUDGED,
                each(judged, one -> Range.exactly(one.score())),
                each(judged, Judgement::why),
                Optional.empty()));
    }

    private static <T, V> Map<String, V> each(Map<String, T> all, Function<T, V> value) {
        Map<String, V> values = new TreeMap<>();
        all.forEach((cloud, one) -> values.put(cloud, value.apply(one)));
        return values;
    }

    private static <T> boolean hasUnverified(Collection<T> all, Function<T, Source> source) {
        return all.stream().anyMatch(one -> source.apply(one).confidence() == Confidence.UNVERIFIED);
    }
}
