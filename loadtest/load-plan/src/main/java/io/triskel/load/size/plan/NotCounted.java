package io.triskel.load.size.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.json.ShippedFile;
import io.triskel.load.size.price.Price;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.FunctionWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a bill leaves out, with an estimate or a bound.
 *
 * @param usdAMonth US dollars a month, negative for what you would not pay; empty if no price was found
 * @param how it is estimated
 */
public record NotCounted(String what, OptionalDouble usdAMonth, String how) {
    private static final JsonNode DATA = ShippedFile.json("/io/triskel/load/size/not-counted.json");

    /** Lambda's limit for a start, taken for all clouds (Lambda Developer Guide, execution environments, init phase). */
    private static final double LONGEST_START = 10;

    /** The usual rate in France; others differ, and a company may get it back. */
    private static final double VALUE_ADDED_TAX = 0.2;

    /** {@return what the bill of a plan leaves out} */
    public static List<NotCounted> of(Need need, Plan plan, PriceBook prices) {
        List<NotCounted> left = new ArrayList<>();
        left.add(new NotCounted(
                "free grants",
                OptionalDouble.of(-grants(plan)),
                "once for each account or project: less if other workloads use them"));
        if (plan.function().isPresent()) {
            left.add(new NotCounted(
                    "cold starts",
                    OptionalDouble.of(starts(need, plan)),
                    "at most: each instance of the peak starts anew every hour and takes 10 s"));
        }
        if (need.orders()) {
            left.add(answers(need, plan, prices));
        }
        left.add(new NotCounted(
                "taxes",
                OptionalDouble.of(plan.usdAMonth().likely() * VALUE_ADDED_TAX),
                "20%, the usual rate in France; by country, and deducted by most companies"));
        left.add(new NotCounted(
                "support",
                OptionalDouble.empty(),
                "a plan costs a share of the whole account's bill; no price was found that can be dated"));
        left.add(new NotCounted(
                "discounts", OptionalDouble.empty(), "by contract, apart from the commitments among the offers"));
        return left;
    }

    private static double grants(Plan plan) {
        double usd = 0;
        for (JsonNode grant : DATA.required("grants")) {
            usd += saved(
                    plan,
                    grant.required("meter").textValue(),
                    grant.required("aMonth").doubleValue());
        }
        return usd;
    }

    /** {@return what an amount saves, of which a bill has at most what it has} */
    private static double saved(Plan plan, String meter, double amount) {
        List<BillLine> lines = plan.items().stream()
                .filter(line -> line.meter().equals(meter) && line.counted())
                .toList();
        double billed = lines.stream()
                .mapToDouble(line -> line.anHour().likely() * Amounts.HOURS_A_MONTH)
                .sum();
        double usd = lines.stream()
                .mapToDouble(line -> line.usdAnHour().likely() * Amounts.HOURS_A_MONTH)
                .sum();
        return billed > 0 ? usd * Math.min(1, amount / billed) : 0;
    }

    /** {@return a start of all instances each hour, at the prices of the time that they are billed for} */
    private static double starts(Need need, Plan plan) {
        double memory = need.function().map(FunctionWork::memory).orElse(0L) / Amounts.GIB;
        double usdASecond = plan.items().stream()
                .filter(line -> line.group().equals("function") && line.counted())
                .mapToDouble(line -> line.price()
                        .flatMap(price -> aSecond(line.meter(), price, memory))
                        .orElse(0.0))
                .sum();
        return plan.function().map(Sized::units).orElse(0) * LONGEST_START * usdASecond * Amounts.HOURS_A_MONTH;
    }

    private static Optional<Double> aSecond(String meter, Price price, double memory) {
        if (!meter.endsWith("-second")) {
            return Optional.empty();
        }
        double amount = meter.endsWith("vcpu-second") ? Math.max(1, memory / 4) : memory;
        return price.of(amount).isPresent() ? Optional.of(price.of(amount).getAsDouble()) : Optional.empty();
    }

    private static NotCounted answers(Need need, Plan plan, PriceBook prices) {
        double gigabytes = need.ordersAnHour() * need.size() / 1e9 * Amounts.HOURS_A_MONTH;
        return new NotCounted(
                "answers to customers over the internet",
                prices.find(plan.cloud() + ".network.out-gb", need.region())
                        .map(price -> price.of(gigabytes))
                        .orElse(OptionalDouble.empty()),
                "an answer of an event's size for each order");
    }
}
