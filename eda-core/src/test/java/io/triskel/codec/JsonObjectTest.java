package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    private static JsonObject json(String text) {
        return JsonObject.parse(text.replace('\'', '"'));
    }

    @Nested
    class Reading {
        private final JsonObject object = json("{'id':'o-1','nothing':null,'paid':true,'cents':12,'total':10.50,"
                + "'address':{'city':'Lyon'},'lines':[{'sku':'a'},{'sku':'b'}],'tags':['x','y'],'sizes':[1,2.50]}");

        @Test
        void members_of_every_kind_are_read() {
            assertThat(object.text("id")).isEqualTo("o-1");
            assertThat(object.bool("paid")).isTrue();
            assertThat(object.integer("cents")).isEqualTo(12);
            assertThat(object.number("cents")).isEqualTo(BigDecimal.valueOf(12));
            assertThat(object.object("address").text("city")).isEqualTo("Lyon");
            assertThat(object.objects("lines"))
                    .extracting(line -> line.text("sku"))
                    .containsExactly("a", "b");
            assertThat(object.texts("tags")).containsExactly("x", "y");
            assertThat(object.numbers("sizes")).containsExactly(BigDecimal.ONE, new BigDecimal("2.50"));
        }

        @Test
        void null_and_absent_are_distinct() {
            assertThat(object.has("nothing")).isTrue();
            assertThat(object.isNull("nothing")).isTrue();
            assertThat(object.has("absent")).isFalse();
            assertThat(object.isNull("absent")).isFalse();
            assertThat(object.isNull("id")).isFalse();
        }

        @Test
        void names_are_those_of_the_moment() {
            var before = object.names();

            before.forEach(object::remove);

            assertThat(before).startsWith("id", "nothing", "paid").hasSize(9);
            assertThat(object.names()).isEmpty();
        }

        @Test
        void numbers_keep_every_digit() {
            String digits = "123456789012345678901234567890.1234567890123456789010";
            JsonObject large = json("{'amount':" + digits + ",'count':123456789012345678901234567890}");

            assertThat(large.number("amount")).isEqualTo(new BigDecimal(digits));
            assertThat(large.number("count")).isEqualTo(new BigDecimal("123456789012345678901234567890"));
            assertThat(large).hasToString("{\"amount\":" + digits + ",\"count\":123456789012345678901234567890}");
        }

        @Test
        void a_message_names_the_member_and_both_kinds_and_never_the_value() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> object.number("id"))
                    .withMessage("'id' must be a number, not a text");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> object.text("address"))
                    .withMessage("'address' must be a text, not an object");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> object.text("absent"))
                    .withMessage("'absent' must be a text, not absent");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> object.text("nothing"))
                    .withMessage("'nothing' must be a text, not null");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> object.integer("total"))
                    .withMessage("'total' must be an integer of 64 bits, not a number");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> object.objects("tags"))
                    .withMessage("'tags' must be a list of objects, but has a text");
        }

        @Test
        void only_one_json_object_is_parsed() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JsonObject.parse("[1]"))
                    .withMessageContaining("a list");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JsonObject.parse(""))
                    .withMessageContaining("absent");
            assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.parse("{} {}"));
            assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.parse("{\"a\":1,\"a\":2}"));
        }
    }

    @Nested
    class Changing {
        @Test
        void members_of_every_kind_are_set() {
            JsonObject object = JsonObject.empty()
                    .set("text", "x")
                    .set("whole", 7)
                    .set("long", Long.MAX_VALUE)
                    .set("big", BigInteger.TEN.pow(30))
                    .set("decimal", new BigDecimal("10.50"))
                    .set("yes", true)
                    .setNull("nothing")
                    .set("object", JsonObject.empty().set("a", 1))
                    .setTexts("texts", List.of("x"))
                    .setNumbers("numbers", List.of(new BigDecimal("1.0")))
                    .setObjects("objects", List.of(JsonObject.empty()));

            assertThat(object)
                    .isEqualTo(json("{'text':'x','whole':7,'long':9223372036854775807,"
                            + "'big':1000000000000000000000000000000,'decimal':10.50,'yes':true,'nothing':null,"
                            + "'object':{'a':1},'texts':['x'],'numbers':[1.0],'objects':[{}]}"));
        }

        @Test
        void a_decimal_without_a_fraction_is_an_integer() {
            JsonObject object = json("{'euros':10.50}");

            object.set("cents", object.number("euros").movePointRight(2)).remove("euros");

            assertThat(object.integer("cents")).isEqualTo(1050);
        }

        @Test
        void a_nested_object_is_a_view() {
            JsonObject object = json("{'address':{'city':'Lyon'},'lines':[{'sku':'a'}]}");

            object.object("address").set("country", "FR");
            object.objects("lines").get(0).set("count", 1);

            assertThat(object)
                    .isEqualTo(json("{'address':{'city':'Lyon','country':'FR'},'lines':[{'sku':'a','count':1}]}"));
        }

        @Test
        void only_members_that_exist_are_renamed_moved_or_removed() {
            JsonObject object = json("{'old':null}");

            object.rename("old", "new")
                    .rename("absent", "other")
                    .move("absent", JsonObject.empty())
                    .remove("absent")
                    .unnest("absent")
                    .map("absent", line -> line);

            assertThat(object).isEqualTo(json("{'new':null}"));
        }

        @Test
        void no_move_replaces_another_member() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> json("{'a':1,'b':2}").rename("a", "b"))
                    .withMessage("'a' cannot become 'b', which exists: remove that first");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> json("{'a':1,'in':{'a':2}}").unnest("in"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> json("{'a':1,'in':{'a':2}}").nest("in", "a"));
        }

        @Test
        void a_record_is_split_and_joined() {
            String flat = "{'id':1,'street':'Rue','city':'Lyon'}";
            String nested = "{'id':1,'address':{'street':'Rue','city':'Lyon'}}";

            assertThat(json(flat).nest("address", "street", "city")).isEqualTo(json(nested));
            assertThat(json(nested).unnest("address")).isEqualTo(json(flat));
            assertThat(json("{'in':{'a':1},'b':2}").nest("in", "b")).isEqualTo(json("{'in':{'a':1,'b':2}}"));
        }

        @Test
        void a_member_moves_into_or_out_of_an_object_of_its_own_name() {
            assertThat(json("{'name':'Ada'}").nest("name", "name")).isEqualTo(json("{'name':{'name':'Ada'}}"));
            assertThat(json("{'name':{'name':'Ada'}}").unnest("name")).isEqualTo(json("{'name':'Ada'}"));
        }

        @Test
        void each_object_of_a_list_is_replaced() {
            JsonObject object = json("{'lines':[{'sku':'a'},{'sku':'b'}]}");

            object.map("lines", line -> JsonObject.empty().set("product", line.rename("sku", "id")));

            assertThat(object).isEqualTo(json("{'lines':[{'product':{'id':'a'}},{'product':{'id':'b'}}]}"));
        }
    }
}
