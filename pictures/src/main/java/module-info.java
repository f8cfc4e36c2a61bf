/** Graphs as pictures. */
@org.jspecify.annotations.NullMarked
module org.cotangent.picture {
    requires transitive org.cotangent.spi;
    requires org.eclipse.elk.core;
    requires org.eclipse.elk.graph;
    requires org.eclipse.elk.alg.layered;
    requires org.eclipse.emf.common;
    requires org.eclipse.emf.ecore;
    requires com.google.gson;
    requires static org.jspecify;

    exports org.cotangent.picture;
}
