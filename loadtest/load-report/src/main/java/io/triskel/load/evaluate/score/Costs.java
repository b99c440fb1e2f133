package io.triskel.load.evaluate.score;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Scores from the cost of the offers that passed all gates. */
final class Costs {
    private Costs() {}

    /** {@return US dollars a month by cloud} */
    static Map<String, Range> usdAMonth(List<Qualification> entries) {
        Map<String, Range> dollars = new TreeMap<>();
        entries.forEach(entry -> entry.priced().ifPresent(plan -> dollars.put(entry.cloud(), plan.usdAMonth())));
        return dollars;
    }

    /** {@return scores of the costs, if there are any} */
    static Optional<Answer> answer(List<Qualification> entries, Clouds clouds, String prices) {
        Map<String, Range> dollars = usdAMonth(entries);
        if (dollars.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Phrase> why = new TreeMap<>();
        entries.forEach(entry -> entry.priced()
                .ifPresent(plan ->
                        why.put(entry.cloud(), Phrase.of(language -> why(plan, Words.in(language, clouds))))));
        Phrase note = new Phrase(
                "The cheapest offer that passes all gates, at list prices of " + prices + ".",
                "L’offre la moins chère qui passe tous les filtres, aux prix publics du " + Language.FRENCH.date(prices)
                        + ".");
        return Optional.of(Answer.of(Basis.COMPUTED, new Figures(dollars, true), why, Optional.of(note)));
    }

    private static String why(Plan plan, Words words) {
        return FigureText.span(plan.usdAMonth(), words.language())
                + new Phrase(" USD a month", "\u00a0USD par mois").in(words.language()) + " ("
                + words.offer(plan.name()) + ")";
    }
}
