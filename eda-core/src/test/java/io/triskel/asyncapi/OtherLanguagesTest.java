package io.triskel.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import io.triskel.event.NoData;
import io.triskel.event.WireName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** By hand, what is expected here was compiled by tsc --strict and mypy --strict. */
class OtherLanguagesTest {
    enum Colour {
        RED,
        BLUE
    }

    sealed interface Shape {
        @WireName("circle")
        record Circle(double radius) implements Shape {}

        @WireName("square")
        record Square(int side) implements Shape {}
    }

    record Drawn(
            @WireName("class") String layer,
            List<Shape> shapes,
            Map<String, Long> sizes,
            Colour colour,
            Optional<String> note) {}

    private final AsyncApi drawing = AsyncApi.of(
            "Drawing",
            "1",
            TypeRegistry.builder()
                    .add(EventType.of("drawing.drawn", 1), Drawn.class)
                    .add(EventType.of("drawing.cleared", 1), NoData.class)
                    .build());

    @Test
    void typescript_has_an_interface_per_record_and_the_data_by_wire_type() {
        assertThat(drawing.types("typescript")).contains("""
            export type OtherLanguagesTestColour = "RED" | "BLUE";
            """, """
            export interface OtherLanguagesTestDrawn {
              class: string;
              shapes: Array<OtherLanguagesTestShape>;
              sizes: Record<string, number>;
              colour: OtherLanguagesTestColour;
              note?: string;
            }
            """, """
            export type OtherLanguagesTestShape = OtherLanguagesTestShapeCircle & { "@type": "circle"; } | OtherLanguagesTestShapeSquare & { "@type": "square"; };
            """, """
            export interface EventData {
              "drawing.drawn.v1": OtherLanguagesTestDrawn;
            }
            """);
    }

    @Test
    void python_has_a_dataclass_per_record_and_the_data_by_wire_type() {
        assertThat(drawing.types("python")).contains("""
            OtherLanguagesTestColour = Literal["RED", "BLUE"]
            """, """
            @dataclass(frozen=True, kw_only=True)
            class OtherLanguagesTestDrawn:
                m_class: str = field(metadata={"name": "class"})
                shapes: list[OtherLanguagesTestShape]
                sizes: dict[str, int]
                colour: OtherLanguagesTestColour
                note: Optional[str] = None
            """, """
            DATA: dict[str, Any] = {
                "drawing.drawn.v1": OtherLanguagesTestDrawn,
            }
            """);
    }

    @Test
    void a_language_that_is_not_known_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> drawing.types("cobol"))
                .withMessage("unknown language 'cobol'; known: typescript, python");
    }

    /** Generators of code name a type by its title, and call those without one AnonymousSchema. */
    @Test
    void every_definition_and_payload_has_a_title_that_no_other_has() {
        List<String> titles = List.of(drawing.json().split("\"title\" : \"", -1)).stream()
                .skip(2)
                .map(rest -> rest.substring(0, rest.indexOf('"')))
                .toList();

        assertThat(titles)
                .contains(
                        "DrawingDrawnV1", "OtherLanguagesTestShape", "OtherLanguagesTestShapeCaseCircle", "CloudEvent")
                .doesNotHaveDuplicates()
                .allMatch(title -> title.matches("[A-Za-z0-9]+"));
    }
}
