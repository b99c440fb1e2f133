package io.triskel.load.report.limit;

import io.triskel.load.fact.Fact;
import io.triskel.load.fact.Facts;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The documented limits that a load test may reach.
 *
 * @param readAt the day on which the sources were read
 */
public record Limits(String readAt, List<Limit> all) {
    public Limits {
        all = List.copyOf(all);
    }

    /** {@return the limits that a load test may reach, and others that readers of a report ask for} */
    public static Limits documented() {
        Facts facts = Facts.documented();
        return new Limits(
                facts.readAt(),
                facts.all().stream()
                        .filter(fact -> fact.measure().isPresent())
                        .map(Limits::limit)
                        .toList());
    }

    private static Limit limit(Fact fact) {
        return new Limit(
                fact.id(),
                fact.cloud(),
                fact.topic(),
                fact.documented(),
                fact.value().orElseThrow(),
                fact.unit().orElseThrow(),
                fact.per(),
                LimitMeasure.valueOf(
                        fact.measure().orElseThrow().replace('-', '_').toUpperCase(Locale.ROOT)),
                fact.source(),
                fact.url(),
                fact.asOf(),
                fact.confidence());
    }

    /** {@return each limit for each target of its cloud, real or simulated, by topic; memory has no limits} */
    public List<LimitCheck> checked(LoadRun run) {
        List<LimitCheck> checks = new ArrayList<>();
        for (Limit limit : all) {
            for (TargetRun target : run.targets()) {
                if (target.id().equals(limit.target()) || target.id().equals("sim-" + limit.target())) {
                    checks.add(LimitCheck.of(limit, target));
                }
            }
        }
        return checks;
    }
}
