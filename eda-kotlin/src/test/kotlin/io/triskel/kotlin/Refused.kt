package io.triskel.kotlin

import com.fasterxml.jackson.annotation.JsonIgnore
import io.triskel.event.WireName

class Plain(val text: String)

@JvmInline
value class Id(val value: String)

data class WithValueClasses(val ids: List<Id>)

@JvmInline
value class Note(val text: String?)

data class WithNote(val note: Note)

@JvmInline
value class Of(val id: Id)

data class WithNested(val of: Of)

data class WithNullableSeat(val seat: Seat?)

data class WithDuration(val time: kotlin.time.Duration)

data class WithUnsigned(val counts: List<UInt>)

data class WithNulls(val all: List<String?>)

data class WithDeepNulls(val all: Map<String, List<Array<Int?>>>)

@JvmRecord
data class RecordWithNulls(val all: Set<String?>)

data class WithState(val count: Int) {
    val twice = count * 2
}

data class WithLazy(val count: Int) {
    val twice by lazy { count * 2 }
}

abstract class Keeping(val kept: String)

data class Inheriting(val count: Int) : Keeping("$count")

data class WithTransient(@Transient val cache: String)

data class WithAny(val it: Any)

data class WithFunction(val it: () -> Unit)

data class Nested(val inner: Plain)

data class WithPlain(val it: Nested)

data class WithJackson(@field:JsonIgnore val text: String)

data class WithGetter(@get:WireName("t") val text: String)

data class WithParameter(@param:WireName("t") val text: String)

data class WithSeatAndParameter(val seat: Seat, @param:WireName("t") val text: String)

data class TwiceNamed(val a: String, @WireName("a") val b: String)

sealed interface Unnamed {
    data class One(val text: String) : Unnamed
}

data class WithDefault(val id: String, val text: String = "default")

data class Texts(val all: List<String>)

data class SeatAmongTooMany(
    val p0: Int, val p1: Int, val p2: Int, val p3: Int, val p4: Int, val p5: Int, val p6: Int, val p7: Int, val p8: Int, val p9: Int,
    val p10: Int, val p11: Int, val p12: Int, val p13: Int, val p14: Int, val p15: Int, val p16: Int, val p17: Int, val p18: Int, val p19: Int,
    val p20: Int, val p21: Int, val p22: Int, val p23: Int, val p24: Int, val p25: Int, val p26: Int, val p27: Int, val p28: Int, val p29: Int,
    val p30: Int, val p31: Int, val p32: Int, val p33: Int, val p34: Int, val p35: Int, val p36: Int, val p37: Int, val p38: Int, val p39: Int,
    val p40: Int, val p41: Int, val p42: Int, val p43: Int, val p44: Int, val p45: Int, val p46: Int, val p47: Int, val p48: Int, val p49: Int,
    val p50: Int, val p51: Int, val p52: Int, val p53: Int, val p54: Int, val p55: Int, val p56: Int, val p57: Int, val p58: Int, val p59: Int,
    val p60: Int, val p61: Int, val p62: Int, val p63: Int,
    val seat: Seat,
)
