package io.triskel.cli;

import io.triskel.load.workload.Level;
import io.triskel.load.workload.Money;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Describes, in lines for people, what a load test would do; starts nothing. */
final class LoadPlan {
    private LoadPlan() {}

    /** @param environment says which target is the cloud itself */
    static List<String> lines(
            Workload workload,
            List<LoadTarget> targets,
            Workers workers,
            Map<String, String> environment,
            RunCosts costs) {
        List<String> lines = new ArrayList<>();
        lines.add(workload.name() + (workload.about().isEmpty() ? "" : ": " + workload.about()));
        double events = 0;
        for (Phase phase : workload.phases()) {
            events += phase.events();
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-9s %s, up to %,.0f/s, about %,.0f %s%s",
                    phase.kind(),
                    time(phase.length()),
                    phase.peak(),
                    phase.events(),
                    what(workload),
                    phase instanceof Phase.Capacity capacity
                            ? String.format(
                                    ", then up to %d probes of at most %s, at most %s in all",
                                    Phase.Capacity.MOST_PROBES - 1, time(capacity.probe()), time(capacity.longest()))
                            : ""));
        }
        lines.add(eachRun(workload, events));
        lines.add(String.format(
                Locale.ROOT,
                "%d run%s: %s, one after the other, at least %s in all.",
                workload.repeats() * targets.size(),
                workload.repeats() * targets.size() == 1 ? "" : "s",
                String.join(", ", targets.stream().map(LoadTarget::text).toList())
                        + (workload.repeats() > 1 ? " " + workload.repeats() + " times" : ""),
                time(workload.length().multipliedBy((long) workload.repeats() * targets.size()))));
        if (workers.areSeveral()) {
            lines.add(workers(workers));
        }
        targets.forEach(target -> lines.add(resources(target, environment, costs)));
        workload.budget().ifPresent(budget -> lines.add(budget(budget, targets, costs)));
        lines.add("For a cloud's monthly bill: ./triskel size with the same file.");
        return lines;
    }

    private static String budget(Money budget, List<LoadTarget> targets, RunCosts costs) {
        List<String> above = targets.stream()
                .filter(target -> costs.of(target)
                        .filter(cost -> cost.usd() > budget.dollars().doubleValue())
                        .isPresent())
                .map(LoadTarget::text)
                .toList();
        return "Budget: " + budget.dollars().toPlainString()
                + " USD for all runs of a target, each of which stops there"
                + (above.isEmpty() ? "." : "; one run may need more on " + String.join(", ", above) + ".");
    }

    private static String workers(Workers workers) {
        String parts = "each with its own keys and its own bus.";
        return workers.isPart()
                ? String.format(
                        Locale.ROOT,
                        "This is worker %d of %d, %s The first run begins at %s.",
                        workers.started().get(0).index(),
                        workers.count(),
                        parts,
                        workers.start().map(Object::toString).orElse("once"))
                : workers.count() + " workers on this machine at the same time, " + parts;
    }

    private static String what(Workload workload) {
        return workload.level() == Level.PIPELINE ? "orders" : "events";
    }

    private static String eachRun(Workload workload, double events) {
        String sent = workload.level() == Level.PIPELINE
                ? String.format(
                        Locale.ROOT,
                        "about %,.0f orders of %,d customers through the order pipeline",
                        events,
                        workload.keys().count())
                : String.format(
                        Locale.ROOT,
                        "about %,.0f events of %,d bytes of %,d keys to %d consumer%s",
                        events,
                        workload.event().size(),
                        workload.keys().count(),
                        workload.consumers(),
                        workload.consumers() == 1 ? "" : "s");
        return "Each run: " + sent + ", " + time(workload.length()) + " and at most " + time(workload.drain())
                + " to drain.";
    }

    /** {@return whether the environment names the cloud itself for this target} */
    static boolean isCloud(LoadTarget target, Map<String, String> environment) {
        return target.text().equals(environment.get("TRISKEL_CONTRACTS"));
    }

    private static String resources(LoadTarget target, Map<String, String> environment, RunCosts costs) {
        if (isCloud(target, environment)) {
            return "  " + target.text() + ": the cloud itself, with the resources that the environment names; "
                    + costs.of(target).map(RunCosts.Cost::text).orElse("it bills usage") + ".";
        }
        return "  " + target.text() + ": "
                + (target.isSimulated()
                        ? "simulated in one process here, in virtual time; costs nothing."
                        : target.cloud().isPresent()
                                ? "emulators on this machine, only for the run; cost nothing."
                                : "one process here; costs nothing.");
    }

    private static String time(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 120 ? seconds + " s" : String.format(Locale.ROOT, "%.1f min", seconds / 60.0);
    }
}
