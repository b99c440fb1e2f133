package io.triskel.load.study;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.size.RunCost;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.price.Price;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.Workload;
import io.triskel.load.workload.WorkloadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What measuring and leaving cost in a region of the EU, at list prices: {@code run.WORKLOAD.CLOUD} is the most that one load run costs,
 * {@code standing.PROFILE.CLOUD} an hour of the priced offer while nothing is sent, {@code egress.CLOUD} a gigabyte to the internet.
 */
final class ListPrices {
    private static final String REGION = "eu";
    private static final int CENTS = 2;
    private static final double GB_IN_A_GIB = (1 << 30) / 1e9;

    private final PriceBook prices = PriceBook.shipped();
    private final Map<String, Supplier<Figure>> figures = new LinkedHashMap<>();
    private final Units units;

    private ListPrices(Units units) {
        this.units = units;
    }

    static Map<String, Supplier<Figure>> of(Path home, Clouds clouds, List<Evaluation> evaluations, Units units)
            throws IOException {
        ListPrices found = new ListPrices(units);
        List<Offers> offers = clouds.offers(Requests.measured());
        try (Stream<Path> files = Files.list(home.resolve("loadtest/workloads"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                Workload workload = WorkloadFile.read(file);
                offers.forEach(cloud -> found.run(workload, cloud));
            }
        }
        evaluations.forEach(evaluation -> found.standing(evaluation, clouds));
        clouds.ids().forEach(found::egress);
        return found.figures;
    }

    private void run(Workload workload, Offers cloud) {
        put(
                "run." + workload.name() + "." + cloud.name(),
                () -> RunCost.of(workload, cloud, prices, REGION, List.of()).usd(),
                CENTS,
                "USD",
                "`./triskel size loadtest/workloads/" + workload.name() + ".yaml --run --region " + REGION + "`");
    }

    private void standing(Evaluation evaluation, Clouds clouds) {
        evaluation.profile().workload().ifPresent(workload -> {
            Sizing sizing = Sizing.of(workload, Optional.of(REGION), clouds);
            sizing.answers()
                    .forEach(answer -> answer.plans().stream()
                            .filter(plan -> plan.name()
                                    .equals(evaluation
                                            .offers()
                                            .get(answer.cloud().name())))
                            .forEach(plan -> put(
                                    "standing." + evaluation.profile().name() + "."
                                            + answer.cloud().name(),
                                    () -> RunCost.usdOfUnits(plan, answer.cloud(), sizing.need(), prices),
                                    CENTS,
                                    "USD an hour",
                                    "`./triskel size loadtest/workloads/" + workload.name()
                                            + ".yaml --details --region " + REGION + "`")));
        });
    }

    private void egress(String cloud) {
        prices.find(cloud + ".network.out-gb", REGION)
                .ifPresent(price -> price.of(1)
                        .ifPresent(usd -> put(
                                "egress." + cloud,
                                () -> usd / gigabytes(price),
                                Value.Amount.THREE_DIGITS,
                                "USD per GB",
                                price.source())));
    }

    private static double gigabytes(Price price) {
        return price.unit().equals("GiB") ? GB_IN_A_GIB : 1;
    }

    private void put(String id, DoubleSupplier usd, int decimals, String unit, String source) {
        figures.put(
                id,
                () -> Figure.computed(
                        id,
                        new Value.Amount(Range.exactly(usd.getAsDouble()), decimals),
                        units.find(unit),
                        source,
                        prices.asOf()));
    }
}
