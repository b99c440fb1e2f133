package io.triskel.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.triskel.personal.Personal;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read plainly is what databind reads; all else is left to it. */
class PlainRecordTest {
    private static final int TEXTS = 20_000;

    enum Colour {
        RED,
        BLUE {
            @Override
            public String toString() {
                return "blue";
            }
        }
    }

    sealed interface Thing {}

    @JsonTypeName("line")
    record Line(String product, int quantity, Colour colour) implements Thing {
        Line {
            if (quantity == 13) {
                throw new IllegalArgumentException("13");
            }
        }

        Line(String product) {
            this(product, 1, Colour.RED);
        }
    }

    record Order(
            String id,
            long cents,
            boolean paid,
            BigDecimal rate,
            Integer boxed,
            Long big,
            Boolean flag,
            Optional<String> note,
            Optional<Line> gift,
            List<Line> lines,
            List<String> tags) {}

    record Renamed(@JsonProperty("other") String name) {}

    record Made(String text) {
        @JsonCreator
        static Made of(String text) {
            return new Made(text);
        }
    }

    interface Labelled {
        @JsonProperty("other")
        String label();
    }

    record Inheriting(String label) implements Labelled {}

    record Generic<T>(List<T> all) {}

    record Itself(List<Itself> below) {}

    record WithSetter(String text) {
        public void setLength(int length) {}
    }

    record Empty() {}

    enum Coded {
        A;

        @JsonValue
        int code() {
            return 1;
        }
    }

    record OfCodes(Coded code) {}

    record OfPersonal(Personal<String> name) {}

    record OfTimes(Instant at) {}

    record OfMaps(Map<String, String> all) {}

    record OfThings(Thing thing) {}

    record OfFlags(byte small, double wide) {}

    record Deep(Optional<List<String>> all) {}

    private static final String ORDINARY =
            "{'id':'o-1','cents':250,'paid':true,'rate':1.50,'boxed':7,'big':8,'flag':false,"
                    + "'note':'n','gift':{'product':'g','quantity':1,'colour':'BLUE'},"
                    + "'lines':[{'product':'p','quantity':2,'colour':'RED'},{'product':'q','quantity':3,'colour':'BLUE'}],"
                    + "'tags':['a','b']}";

    /** Each replaces some value or member of an ordinary text. */
    private static final List<String> UNUSUAL = List.of(
            "null",
            "'5'",
            "5",
            "-0",
            "5.0",
            "1e2",
            "99999999999",
            "99999999999999999999",
            "true",
            "'true'",
            "''",
            "' RED '",
            "'red'",
            "[]",
            "{}",
            "['x']",
            "[null]",
            "[[1]]",
            "{'product':'r','quantity':13,'colour':'RED'}",
            "{'product':'r','quantity':4}",
            "{'quantity':4,'colour':'RED','x':[1,{}],'product':'r'}",
            "'\\ud83d'",
            "'tab\\t \\u00e9'",
            "?",
            "");

    private final JsonFactory factory = JsonTokens.factory();
    private final JsonMapper databind = JsonMapping.mapper(factory, PersonalCrypto.without());

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private Optional<Object> plainly(String json, Class<?> type) {
        try (JsonParser parser = factory.createParser(json)) {
            parser.nextToken();
            return Optional.of(PlainRecord.of(type).orElseThrow().read(parser));
        } catch (IOException left) {
            return Optional.empty();
        }
    }

    private Optional<Object> byDatabind(String json, Class<?> type) {
        try {
            return Optional.of(databind.readValue(json, type));
        } catch (IOException refused) {
            return Optional.empty();
        }
    }

    @Test
    void an_ordinary_text_is_read_plainly() {
        assertThat(plainly(json(ORDINARY), Order.class))
                .contains(new Order(
                        "o-1",
                        250,
                        true,
                        new BigDecimal("1.50"),
                        7,
                        8L,
                        false,
                        Optional.of("n"),
                        Optional.of(new Line("g", 1, Colour.BLUE)),
                        List.of(new Line("p", 2, Colour.RED), new Line("q", 3, Colour.BLUE)),
                        List.of("a", "b")));
    }

    @Test
    void what_is_read_plainly_is_what_databind_reads() {
        Random random = new Random(30);
        int plain = 0;
        int left = 0;
        for (int i = 0; i < TEXTS; i++) {
            String json = json(changed(ORDINARY, random));

            Optional<Object> read = plainly(json, Order.class);

            if (read.isPresent()) {
                assertThat(read).as(json).isEqualTo(byDatabind(json, Order.class));
                plain++;
            } else {
                left++;
            }
        }
        assertThat(plain).isGreaterThan(TEXTS / 100);
        assertThat(left).isGreaterThan(TEXTS / 100);
    }

    /** Changes one or two values or names, or leaves a member out. */
    private static String changed(String text, Random random) {
        String changed = text;
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            int from = random.nextInt(changed.length());
            while (from > 0 && ",:[{".indexOf(changed.charAt(from - 1)) < 0) {
                from--;
            }
            int to = from;
            while (to < changed.length() && ",:]}".indexOf(changed.charAt(to)) < 0) {
                to++;
            }
            changed = changed.substring(0, from) + UNUSUAL.get(random.nextInt(UNUSUAL.size())) + changed.substring(to);
        }
        return changed;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Renamed.class,
                Made.class,
                Inheriting.class,
                Generic.class,
                Itself.class,
                WithSetter.class,
                Empty.class,
                OfCodes.class,
                OfPersonal.class,
                OfTimes.class,
                OfMaps.class,
                OfThings.class,
                OfFlags.class,
                Deep.class,
                Colour.class,
                String.class,
                Thing.class
            })
    void only_databind_reads_all_that_is_not_plain(Class<?> type) {
        assertThat(PlainRecord.of(type)).isEmpty();
    }
}
