package io.triskel.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyAddressTest {
    private static final String COMMAND = DerivedId.of("command");

    @Property
    void what_is_written_is_read_back(
            @ForAll @NotBlank @StringLength(min = 1, max = 64) String saga,
            @ForAll @NotBlank @StringLength(min = 1, max = 128) String instance,
            @ForAll @IntRange(min = 1, max = 999_999_999) int round) {
        // Java knows more blank characters than jqwik.
        Assume.that(!saga.isBlank() && !instance.isBlank());
        ReplyAddress address = new ReplyAddress(saga, instance, round, COMMAND);

        assertThat(ReplyAddress.parse(address.text())).contains(address);
    }

    @Test
    void an_instance_may_look_like_the_rest_of_an_address() {
        ReplyAddress address = new ReplyAddress("a/b%2F", "x/1/" + COMMAND + "/", 12, COMMAND);

        assertThat(address.text()).isEqualTo("a%2Fb%252F/x/1/" + COMMAND + "//12/" + COMMAND);
        assertThat(ReplyAddress.parse(address.text())).contains(address);
    }

    /** Pub/Sub takes 1,024 bytes as the value of an attribute. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "/", "%", "\u20ac"})
    void the_longest_is_shorter_than_the_shortest_limit_of_a_bus(String character) {
        String longest = new ReplyAddress(character.repeat(64), "\u20ac".repeat(128), 999_999_999, COMMAND).text();

        assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(631);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "fulfilment",
                "https://shop.example/replies/7",
                "fulfilment/o1/1/short",
                "fulfilment/o1/0/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                "fulfilment/o1/01/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                "fulfilment/o1/9999999999/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                "fulfilment/o1/-1/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                "fulfilment/o1/+1/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                "fulfilment/o1/1/47DEQpj8HBSa.,TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                "fulfilment/1/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                "/o1/1/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                "fulfilment//1/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                "ful%filment/o1/1/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                "fulfilment/ /1/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
            })
    void what_no_saga_wrote_is_no_address(String text) {
        assertThat(ReplyAddress.parse(text)).isEmpty();
    }

    @Test
    void of_an_event_it_survives_both_modes_of_the_wire() {
        EventCodec codec = Script.codec();
        ReplyAddress address = new ReplyAddress("script", "o 1/\u00fc", 3, COMMAND);
        Envelope<?> event = Script.told("1", "a")
                .withMetadata(Metadata.empty().withExtension(Metadata.REPLY_TO, ExtensionValue.of(address.text())));

        assertThat(ReplyAddress.of(codec.decode(codec.encode(event)))).contains(address);
        assertThat(ReplyAddress.of(codec.decodeBinary(codec.encodeBinary(event))))
                .contains(address);
        assertThat(ReplyAddress.of(Script.told("1", "a"))).isEqualTo(Optional.empty());
    }
}
