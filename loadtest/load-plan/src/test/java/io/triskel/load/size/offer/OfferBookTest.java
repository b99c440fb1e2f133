package io.triskel.load.size.offer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.yaml.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfferBookTest {
    private static final String FILE = """
        {
          "format": 1,
          "name": "mine",
          "offers": [
            {
              "id": "gcp.run.mine",
              "service": "cloud-run",
              "name": "Mine",
              "billing": "as negotiated",
              "unit": "instance",
              "takes": ["pushed"],
              "meters": [
                {"item": "requests", "meter": "run.request", "quantity": "calls", "how": "one each"}
              ],
              "regions": ["us"],
              "source": "our contract",
              "as-of": "2026-11-30"
            }
          ]
        }
        """;

    private final OfferBook shipped = OfferBook.shipped();

    @TempDir
    private Path folder;

    @Test
    void every_cloud_has_a_bus_an_archive_a_function_and_a_store() {
        for (String cloud : Clouds.installed().ids()) {
            for (Role role : Role.values()) {
                assertThat(shipped.of(cloud, role)).as(cloud + ", " + role).isNotEmpty();
            }
        }
    }

    @Test
    void every_meter_has_a_price_or_the_price_file_says_that_none_was_found() {
        assertThat(shipped.all())
                .allSatisfy(offer -> assertThat(offer.meters())
                        .allSatisfy(meter -> assertThat(
                                        PriceBook.shipped().find(offer.cloud() + "." + meter.meter(), "us"))
                                .as(meter.meter())
                                .isPresent()));
    }

    @Test
    void every_script_that_deploys_an_offer_is_there() {
        assertThat(shipped.all())
                .filteredOn(offer -> offer.deploy().isPresent())
                .hasSizeGreaterThan(10)
                .allSatisfy(offer -> assertThat(Path.of("../..", offer.deploy().orElseThrow()))
                        .isRegularFile());
    }

    @Test
    void an_offer_without_a_price_says_why() {
        assertThat(shipped.all())
                .filteredOn(offer -> offer.unpriced().isPresent())
                .extracting(Offer::id)
                .containsExactly("aws.event-bridge.custom-event-bus", "gcp.run.worker-pool");
    }

    @Test
    void a_file_of_ones_own_is_read() throws IOException {
        assertThat(read(FILE).all()).singleElement().satisfies(offer -> {
            assertThat(offer.service()).isEqualTo(Service.CLOUD_RUN);
            assertThat(offer.takes()).isEqualTo(List.of(Delivery.PUSHED));
            assertThat(offer.meters().get(0).in()).isEqualTo(Divisor.NONE);
        });
    }

    @Test
    void a_mistake_is_named_with_its_line_and_its_cure() {
        assertRefused(
                "cloud-run\"",
                "cloud-rum\"",
                ":7: 'service' is 'cloud-rum', which is unknown. Did you mean 'cloud-run'?");
        assertRefused("\"instance\"", "\"instants\"", ":10: 'instants' is unknown as unit; known: shard, stream");
        assertRefused("2026-11-30", "30.11.2026", ":17: as-of must be a day such as 2026-11-30, not '30.11.2026'.");
        assertRefused("\"calls\"", "\"call\"", ":13: 'quantity' is 'call', which is unknown. Did you mean 'calls'?");
        assertRefused("\"billing\"", "\"biling\"", ":9: unknown field 'biling' in 'offers'. Did you mean 'billing'?");
        assertRefused("[\"us\"]", "[\"asia\"]", ":15: 'asia' is unknown as regions; known: us, eu.");
        assertRefused(
                "\"gcp.run",
                "\"aws.run",
                ":6: the id of an offer of cloud-run begins with 'gcp.', 'aws.run.mine' does not.");
        assertRefused("\"format\": 1", "\"format\": 2", ":2: 'format' is '2'. Expected: 1, the only format version");
        assertRefused(
                "\"how\"",
                "\"step\": \"kds-p-put-unti\", \"how\"",
                ":13: facts.json has no fact 'kds-p-put-unti'; did you mean 'kds-p-put-unit'?.");
        assertRefused(
                "\"regions\"",
                "\"archives\": [\"gcp.run.mime\"], \"regions\"",
                "'archives' of gcp.run.mine names gcp.run.mime, which is not an offer; did you mean gcp.run.mine?");
    }

    private void assertRefused(String right, String wrong, String message) {
        assertThatThrownBy(() -> read(FILE.replace(right, wrong)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder.resolve("offers.json") + ":")
                .hasMessageContaining(message);
    }

    private OfferBook read(String json) throws IOException {
        return OfferBook.read(Files.writeString(folder.resolve("offers.json"), json));
    }
}
