package io.triskel.load.evaluate.tree;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Profile;
import io.triskel.load.evaluate.criteria.Requirement;
import io.triskel.load.evaluate.score.Qualification;
import io.triskel.load.evaluate.tree.Flip.Kind;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.workload.Region;
import io.triskel.load.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Takes a profile's offers through the gates again, with one demand changed at a time. */
final class Changes {
    private final Clouds clouds;
    private final Profile profile;
    private final Workload workload;
    private final Map<String, Set<String>> now;

    Changes(Clouds clouds, Profile profile, List<Qualification> entries) {
        this.clouds = clouds;
        this.profile = profile;
        this.workload = profile.workload().orElseThrow();
        this.now = Flip.passing(entries);
    }

    List<Flip> of(String gate, Optional<Requirement> requirement) {
        if (requirement.isPresent()) {
            return changed(with(requirement.get())).stream().toList();
        }
        if (gate.equals(Gate.REGION)) {
            return Stream.of(Region.values())
                    .filter(region -> region != workload.demand().region())
                    .map(region -> new Flip(Kind.ELSEWHERE, 0, in(region)))
                    .flatMap(flip -> changed(flip).stream())
                    .toList();
        }
        return Scale.of(gate).map(this::along).orElse(List.of());
    }

    private Flip with(Requirement requirement) {
        List<Requirement> others = new ArrayList<>(profile.requires());
        boolean stated = others.remove(requirement);
        if (!stated) {
            others.add(requirement);
        }
        return new Flip(
                stated ? Kind.WITHOUT : Kind.WITH,
                0,
                Qualification.of(Sizing.of(workload, Optional.empty(), clouds), others));
    }

    private List<Qualification> in(Region region) {
        return Qualification.of(
                Sizing.of(workload, Optional.of(region.name().toLowerCase(Locale.ROOT)), clouds), profile.requires());
    }

    private List<Flip> along(Scale scale) {
        Map<Integer, List<Qualification>> tried = new HashMap<>();
        Search search = value -> tried.computeIfAbsent(
                value,
                other -> Qualification.of(
                        Sizing.of(scale.with(workload, other), Optional.empty(), clouds), profile.requires()));
        List<Flip> flips = new ArrayList<>();
        if (scale == Scale.RETENTION) {
            Scale.replayBeyond(workload)
                    .ifPresent(days -> changed(new Flip(Kind.BUS_ALONE, days, search.at(days)))
                            .ifPresent(flips::add));
        }
        scale.now(workload).ifPresent(stated -> {
            search.nearest(stated, scale.end(true), this::lets)
                    .ifPresent(value -> flips.add(new Flip(Kind.EASIER, value, search.at(value))));
            search.nearest(stated, scale.end(false), this::closes)
                    .ifPresent(value -> flips.add(new Flip(Kind.HARDER, value, search.at(value))));
        });
        return flips;
    }

    /** Whether a further offer passes. */
    private boolean lets(List<Qualification> then) {
        return Flip.passing(then).entrySet().stream()
                .anyMatch(one -> !now.getOrDefault(one.getKey(), Set.of()).containsAll(one.getValue()));
    }

    /** Whether a cloud has no offer left. */
    private boolean closes(List<Qualification> then) {
        return Flip.passing(then).entrySet().stream()
                .anyMatch(one -> one.getValue().isEmpty()
                        && !now.getOrDefault(one.getKey(), Set.of()).isEmpty());
    }

    private Optional<Flip> changed(Flip flip) {
        return Flip.passing(flip.then()).equals(now) ? Optional.empty() : Optional.of(flip);
    }

    /** Demands along a scale. */
    private interface Search {
        List<Qualification> at(int value);

        /** {@return the value nearest to the stated one with the wanted result; the result is taken to stay once it is there} */
        default Optional<Integer> nearest(int stated, int end, Predicate<List<Qualification>> wanted) {
            if (stated == end || !wanted.test(at(end))) {
                return Optional.empty();
            }
            int without = stated;
            int found = end;
            while (Math.abs(found - without) > 1) {
                int middle = without + (found - without) / 2;
                if (wanted.test(at(middle))) {
                    found = middle;
                } else {
                    without = middle;
                }
            }
            return Optional.of(found);
        }
    }
}
