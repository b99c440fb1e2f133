package io.triskel.load.size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Curves and sensitivity for people. */
final class CurveText {
    private CurveText() {}

    static String of(List<Curves.Curve> curves, List<Sensitivity.Row> sensitivity, Currency currency) {
        WrappedText page = new WrappedText();
        page.blank()
                .line(currency.code()
                        + " per million events on the cheapest plan, by mean rate (- if no plan carries it):");
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("events/s"));
        curves.forEach(curve -> heading.add(curve.cloud()));
        rows.add(heading);
        for (int i = 0; i < Curves.rates().size(); i++) {
            List<String> row = new ArrayList<>();
            row.add(TextReport.rate(Curves.rates().get(i)));
            for (Curves.Curve curve : curves) {
                row.add(currency.show(curve.points().get(i).usdAMillion()));
            }
            rows.add(row);
        }
        page.table(rows, 0, rows.get(0).size());
        page.blank().line("Crossovers:");
        for (Curves.Curve curve : curves) {
            curve.crossovers()
                    .forEach(one -> page.wrapped(
                            "  " + curve.cloud() + ": ",
                            "from " + TextReport.rate(one.rate()) + " events/s: " + name(one.to()) + ", before: "
                                    + name(one.from()),
                            4));
        }
        page.blank().line("If an assumption changes, " + currency.code() + " per million events:");
        List<List<String>> changed = new ArrayList<>();
        List<String> clouds = new ArrayList<>(List.of(""));
        sensitivity.get(0).usdAMillion().keySet().forEach(clouds::add);
        changed.add(clouds);
        for (Sensitivity.Row row : sensitivity) {
            List<String> cells = new ArrayList<>(List.of(row.change()));
            row.usdAMillion().values().forEach(cost -> cells.add(currency.show(cost.orElse(Double.NaN))));
            changed.add(cells);
        }
        page.table(changed, 1, changed.get(0).size());
        return page.toString();
    }

    private static String name(Optional<String> plan) {
        return plan.orElse("no plan carries it");
    }
}
