package io.triskel.load.size;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.Logs;
import io.triskel.load.workload.Workload;
import java.util.List;
import java.util.Optional;

/** All plans of the requested clouds. */
public record Sizing(Workload workload, Need need, PriceBook prices, List<Answer> answers) {
    /** The default share of a unit's capacity to plan with. */
    public static final double LOAD = 0.7;

    public Sizing {
        answers = List.copyOf(answers);
    }

    /** What one cloud has. */
    public record Answer(Offers cloud, List<Plan> plans) {
        public Answer {
            plans = List.copyOf(plans);
        }

        /** {@return the cheapest plan that carries the need} */
        public Optional<Plan> best() {
            return Plan.cheapest(plans);
        }
    }

    /**
     * {@return the plans of these clouds for a workload, at the shipped prices}
     *
     * @param region in place of the workload's own, if given
     */
    public static Sizing of(Workload workload, Optional<String> region, Clouds clouds) {
        Requests requests = Requests.measured();
        return of(
                workload, need(workload, LOAD, region, Optional.empty()), PriceBook.shipped(), clouds.offers(requests));
    }

    static Sizing of(Workload workload, Need need, PriceBook prices, List<Offers> clouds) {
        List<Answer> answers = clouds.stream()
                .map(cloud -> new Answer(cloud, cloud.plans(need, prices)))
                .toList();
        return new Sizing(workload, need, prices, answers);
    }

    /**
     * {@return what a workload needs on a bus} An order leads to several events.
     *
     * @param region in place of the workload's own, if given
     * @param logs likewise
     */
    static Need need(Workload workload, double load, Optional<String> region, Optional<Logs> logs) {
        Need stated = Need.of(workload, load);
        Need logged = logs.map(kept -> stated.with(stated.terms().with(kept))).orElse(stated);
        Need placed = region.map(logged::in).orElse(logged);
        return placed.withMean(placed.mean() * placed.traffic().perOrder());
    }

    /** {@return whether each cloud has a plan that carries the need} */
    boolean carried() {
        return answers.stream().allMatch(answer -> answer.best().isPresent());
    }
}
