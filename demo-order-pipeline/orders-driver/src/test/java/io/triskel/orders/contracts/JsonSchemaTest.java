package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {
    private static final String SCHEMA = """
            {"$defs": {"name": {"type": "string", "pattern": "^[a-z]+$"}},
             "type": "object",
             "required": ["kind"],
             "properties": {
               "kind": {"enum": ["one", "many"]},
               "name": {"$ref": "#/$defs/name"},
               "count": {"type": ["integer", "string"], "minimum": 1},
               "list": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/name"}},
               "others": {"type": "object", "propertyNames": {"pattern": "^x"}, "additionalProperties": {"type": "boolean"}}
             },
             "allOf": [{"if": {"properties": {"kind": {"const": "many"}}}, "then": {"required": ["list"]}}],
             "additionalProperties": false}
            """;

    @Test
    void finds_nothing_wrong_with_what_is_valid() throws JsonProcessingException {
        assertThat(problems("{'kind':'one','name':'a','count':1}")).isEmpty();
        assertThat(problems("{'kind':'many','list':['a','b'],'count':'all','others':{'x1':true}}"))
                .isEmpty();
    }

    @Test
    void finds_whatever_is_wrong_with_its_place() throws JsonProcessingException {
        assertThat(problems("[]")).singleElement().asString().contains("expected \"object\"");
        assertThat(problems("{}")).contains("/kind is missing");
        assertThat(problems("{'kind':'two'}")).singleElement().asString().startsWith("/kind is \"two\"");
        assertThat(problems("{'kind':'one','name':'A'}"))
                .singleElement()
                .asString()
                .startsWith("/name is");
        assertThat(problems("{'kind':'one','count':0}"))
                .singleElement()
                .asString()
                .contains("at least 1");
        assertThat(problems("{'kind':'one','count':true}"))
                .singleElement()
                .asString()
                .startsWith("/count is true");
        assertThat(problems("{'kind':'one','list':[]}"))
                .singleElement()
                .asString()
                .startsWith("/list has 0");
        assertThat(problems("{'kind':'one','list':['a','B']}"))
                .singleElement()
                .asString()
                .startsWith("/list/1 is");
        assertThat(problems("{'kind':'one','others':{'x':1}}"))
                .singleElement()
                .asString()
                .startsWith("/others/x is 1");
        assertThat(problems("{'kind':'one','others':{'y':true}}"))
                .singleElement()
                .asString()
                .startsWith("/others/y has");
        assertThat(problems("{'kind':'one','nmae':'a'}")).containsExactly("/nmae is not expected");
        assertThat(problems("{'kind':'many'}")).containsExactly("/list is missing");
    }

    @Test
    void does_not_pass_over_what_it_does_not_know() throws JsonProcessingException {
        JsonSchema schema = JsonSchema.of(tree("{'maxLength':3}"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> schema.problems(tree("'abcd'")))
                .withMessageContaining("maxLength");
    }

    private static List<String> problems(String document) throws JsonProcessingException {
        return JsonSchema.of(new ObjectMapper().readTree(SCHEMA)).problems(tree(document));
    }

    private static JsonNode tree(String json) throws JsonProcessingException {
        return new ObjectMapper().readTree(json.replace('\'', '"'));
    }
}
