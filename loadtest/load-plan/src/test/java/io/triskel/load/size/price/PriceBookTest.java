package io.triskel.load.size.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceBookTest {
    private static final String PRICE =
            "{\"meter\":\"m\",\"region\":\"us\",\"id\":\"i\",\"usd\":2.5,\"per\":1000,\"unit\":\"u\",\"source\":\"s\","
                    + "\"url\":\"\",\"asOf\":\"2026\",\"confidence\":\"secondary\"}";
    private static final String FILE =
            "{\"format\":1,\"name\":\"mine\",\"asOf\":\"2026-11-01\",\"prices\":[" + PRICE + "]}";

    @TempDir
    private Path folder;

    @Test
    void each_shipped_price_has_a_source_a_date_and_an_address_or_is_said_to_be_unverified_or_secondary() {
        assertThat(PriceBook.shipped().all()).hasSizeGreaterThan(50).allSatisfy(price -> {
            assertThat(price.source()).isNotBlank();
            assertThat(price.asOf()).isNotBlank();
            assertThat(price.url().isEmpty() && price.confidence() == Confidence.OFFICIAL)
                    .isFalse();
            assertThat(price.usd().isEmpty() && price.confidence() != Confidence.UNVERIFIED)
                    .isFalse();
        });
    }

    @Test
    void a_region_has_its_own_price_where_it_is_known() {
        assertThat(PriceBook.shipped()
                        .find("aws.dynamodb.write", "eu")
                        .orElseThrow()
                        .of(1e6))
                .hasValue(0.705);
        assertThat(PriceBook.shipped()
                        .find("aws.dynamodb.write", "us")
                        .orElseThrow()
                        .of(1e6))
                .hasValue(0.625);
    }

    @Test
    void another_regions_price_stands_in_and_is_not_verified() {
        Price price = PriceBook.shipped().find("aws.kinesis.shard-hour", "eu").orElseThrow();

        assertThat(price.usd()).hasValue(0.015);
        assertThat(price.standIn()).isTrue();
        assertThat(price.verified()).isFalse();
    }

    @Test
    void a_price_of_a_region_that_is_not_the_one_asked_for_stands_in_too() {
        assertThat(PriceBook.shipped().find("azure.event-hubs.event", "eu").orElseThrow())
                .matches(Price::standIn)
                .extracting(Price::sold)
                .isEqualTo(Optional.of("northeurope"));
        assertThat(PriceBook.shipped()
                        .find("gcp.pub-sub.tib", "eu")
                        .orElseThrow()
                        .standIn())
                .isFalse();
    }

    @Test
    void a_price_older_than_a_year_or_without_a_date_is_old() {
        LocalDate day = LocalDate.of(2026, 11, 30);

        assertThat(price("2026-11").age(day)).hasValue(0);
        assertThat(price("2025-11-29").age(day)).hasValue(366);
        assertThat(price("2025-11-29").old(day)).isFalse();
        assertThat(price("2025-11-28").old(day)).isTrue();
        assertThat(price("undated, read 2026-11-30").old(day)).isTrue();
    }

    private Price price(String asOf) {
        return read(FILE.replace("\"2026\"", "\"" + asOf + "\"")).all().get(0);
    }

    @Test
    void a_price_that_was_not_found_is_none() {
        assertThat(PriceBook.shipped()
                        .find("azure.event-hubs.standard.storage-gb-month", "us")
                        .orElseThrow()
                        .of(1))
                .isEqualTo(OptionalDouble.empty());
        assertThat(PriceBook.shipped().find("nothing", "us")).isEmpty();
    }

    @Test
    void a_file_of_ones_own_is_read() {
        PriceBook book = read(FILE.replace(
                "\"prices\"", "\"euro\":{\"perDollar\":0.9,\"asOf\":\"2026-11-01\",\"source\":\"bank\"},\"prices\""));

        assertThat(book.find("m", "us").orElseThrow().of(2000).orElseThrow()).isCloseTo(5, within(1e-9));
        assertThat(book.euro()).contains(new Exchange(0.9, "2026-11-01", "bank"));
    }

    @Test
    void what_is_wrong_is_named() {
        assertRefused("{", "this is not JSON");
        assertRefused("[]", "the file is not a group of fields");
        assertRefused(FILE.replace("\"format\":1", "\"format\":2"), "'format' is 2; this version reads 1");
        assertRefused(FILE.replace("\"unit\"", "\"unt\""), "unknown field 'unt' in price 1");
        assertRefused(
                FILE.replace("\"usd\":2.5", "\"usd\":\"2.5\""), "'usd' of price 1 (m) is missing, or not a number");
        assertRefused(FILE.replace("\"usd\":2.5", "\"usd\":-1"), "A price must be 0 or more");
        assertRefused(FILE.replace("\"per\":1000", "\"per\":0"), "for an amount above 0: m");
        assertRefused(FILE.replace("\"us\"", "\"asia\""), "'region' of price 1 (m) is 'asia'; known: us, eu, all");
        assertRefused(FILE.replace("secondary", "sure"), "'confidence' of price 1 (m) is 'sure'");
        assertRefused(FILE.replace(PRICE, PRICE + "," + PRICE), "two prices of m in us");
        assertRefused(FILE.replace("\"prices\":[" + PRICE + "]", "\"prices\":5"), "'prices' is missing, or not a list");
        assertRefused(FILE + "{}", "this is not JSON");
        assertThatThrownBy(() -> PriceBook.read(folder.resolve("none"))).isInstanceOf(PriceException.class);
    }

    private PriceBook read(String json) {
        try {
            return PriceBook.read(Files.writeString(folder.resolve("prices.json"), json));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(PriceException.class)
                .hasMessageStartingWith(folder.resolve("prices.json") + ": ")
                .hasMessageContaining(message);
    }
}
