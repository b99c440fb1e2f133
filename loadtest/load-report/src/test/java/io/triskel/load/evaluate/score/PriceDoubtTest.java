package io.triskel.load.evaluate.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.price.Confidence;
import io.triskel.load.size.price.Price;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PriceDoubtTest {
    private static final LocalDate PRICES = LocalDate.of(2026, 11, 26);

    @Test
    void shares_are_of_the_cost_and_a_price_that_is_doubtful_twice_counts_once() {
        PriceDoubt doubt = doubt(
                line(40, price("2026-11", Confidence.OFFICIAL, false)),
                line(30, price("2024-07-01", Confidence.SECONDARY, false)),
                line(20, price("2026-09-20", Confidence.UNVERIFIED, true)),
                line(10, price("2025-01", Confidence.OFFICIAL, false)));

        assertThat(doubt.any()).isEqualTo(0.6, within(1e-9));
        assertThat(doubt.secondary()).isEqualTo(0.5, within(1e-9));
        assertThat(doubt.old()).isEqualTo(0.4, within(1e-9));
        assertThat(doubt.otherRegion()).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void a_price_that_was_not_found_is_not_in_the_cost() {
        BillLine unknown = new BillLine("bus", "storage", Range.exactly(1), "m", Optional.empty(), "");

        assertThat(doubt(line(40, price("2026-11", Confidence.OFFICIAL, false)), unknown)
                        .any())
                .isZero();
    }

    @Test
    void a_date_that_cannot_be_read_is_old() {
        assertThat(doubt(line(1, price("undated", Confidence.OFFICIAL, false))).old())
                .isEqualTo(1);
    }

    private static PriceDoubt doubt(BillLine... lines) {
        return PriceDoubt.of(List.of(lines), PRICES);
    }

    private static BillLine line(double usdAnHour, Price price) {
        return new BillLine("bus", "units", Range.exactly(usdAnHour), "m", Optional.of(price), "");
    }

    private static Price price(String asOf, Confidence confidence, boolean standIn) {
        return new Price(
                "m",
                "us",
                Optional.empty(),
                "id",
                OptionalDouble.of(1),
                1,
                "unit",
                "a list",
                "https://a.example",
                asOf,
                confidence,
                Optional.empty(),
                Optional.empty(),
                standIn);
    }
}
