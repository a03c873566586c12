//! A resource schema, read: the structs it needs and what is known of each property.

use crate::names;
use crate::types::SETTABLE;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A type of resource.
pub struct Resource {
    /// `AWS::ECS::TaskDefinition`.
    pub type_name: String,
    /// `TaskDefinition`.
    pub name: String,
    /// The resource itself.
    pub root: Struct,
    /// What it is made of, by name.
    pub structs: Vec<Struct>,
    /// What `Fn::GetAtt` takes, and what it gives.
    pub attributes: Vec<(String, Type)>,
    /// Properties whose change replaces the resource.
    pub create_only: Vec<String>,
    /// How it is tagged.
    pub tags: Tags,
}

/// How a resource is tagged.
pub enum Tags {
    List(String),
    Map(String),
    None,
}

/// An object with known properties.
pub struct Struct {
    pub name: String,
    pub properties: Vec<Property>,
    /// It is one of several forms that a property may have.
    pub alternative: bool,
}

/// A property of an object.
pub struct Property {
    pub name: String,
    pub required: bool,
    pub create_only: bool,
    pub fact: Fact,
}

/// What a property or an item holds.
#[derive(Clone)]
pub struct Fact {
    pub kind: Type,
    pub allowed: Vec<String>,
    pub least: Option<f64>,
    pub most: Option<f64>,
}

/// A type.
#[derive(Clone)]
pub enum Type {
    Any,
    Json,
    Boolean,
    Integer,
    Number,
    Text,
    Tag,
    List(Box<Fact>),
    Map(Box<Fact>),
    Struct(String),
    /// One of several.
    Forms(Vec<Fact>),
}

/// A node of the schema, known by its address: the file is held unchanged while it is read.
type Node = *const Value;

struct Reader<'a> {
    schema: &'a Value,
    read_only: BTreeSet<(Node, String)>,
    create_only: BTreeSet<(Node, String)>,
    /// The name of each struct met so far.
    names: BTreeMap<Node, String>,
    /// The names of structs that have no definition of their own, by what they hold.
    inline: BTreeMap<String, String>,
    structs: BTreeMap<String, Option<Struct>>,
    alternatives: BTreeSet<String>,
}

/// Lists of values longer than this are left out.
const LONGEST: usize = 60;

/// Reads one schema.
pub fn read(type_name: &str, schema: &Value) -> Resource {
    let name = type_name.rsplit("::").next().unwrap_or(type_name).to_owned();
    let mut reader = Reader {
        schema,
        read_only: BTreeSet::new(),
        create_only: BTreeSet::new(),
        names: BTreeMap::new(),
        inline: BTreeMap::new(),
        structs: BTreeMap::new(),
        alternatives: BTreeSet::new(),
    };
    let mut attributes = Vec::new();
    for path in strings(&schema["readOnlyProperties"]) {
        if let Some((owner, last, names)) = reader.find(&path) {
            let attribute = reader.resolve(&owner["properties"][&last]);
            let object = attribute.get("properties").is_some();
            if !names.contains(&"*".to_owned()) && !object {
                let kind = reader.attribute_type(attribute);
                attributes.push((names.join("."), kind));
            }
            if !SETTABLE.contains(&(type_name, last.as_str())) {
                reader.read_only.insert((owner, last));
            }
        }
    }
    let mut create_only = Vec::new();
    for path in strings(&schema["createOnlyProperties"]) {
        if let Some((owner, last, names)) = reader.find(&path) {
            if names.len() == 1 {
                create_only.push(last.clone());
            }
            reader.create_only.insert((owner, last));
        }
    }
    let root = reader.object(&name, schema);
    let tags = reader.tags(&root);
    let mut structs: Vec<Struct> = reader.structs.into_values().flatten().collect();
    for item in &mut structs {
        item.alternative = reader.alternatives.contains(&item.name);
    }
    refuse_recursion(&structs);
    create_only.retain(|name| root.properties.iter().any(|property| property.name == *name));
    Resource { type_name: type_name.to_owned(), name, root, structs, attributes, create_only, tags }
}

impl<'a> Reader<'a> {
    /// Follows references, and an `allOf` of one.
    fn resolve(&self, mut node: &'a Value) -> &'a Value {
        loop {
            if let Some(path) = node["$ref"].as_str() {
                let name = path.strip_prefix("#/definitions/").unwrap_or_else(|| panic!("reference {path}"));
                node = &self.schema["definitions"][name];
                assert!(!node.is_null(), "no definition {name}");
            } else if let Some([one]) = node["allOf"].as_array().map(Vec::as_slice) {
                node = one;
            } else {
                return node;
            }
        }
    }

    /// The object and the property that a path such as `/properties/A/*/B` leads to, and the names on the way.
    fn find(&self, path: &str) -> Option<(&'a Value, String, Vec<String>)> {
        let names: Vec<String> = path
            .strip_prefix("/properties/")?
            .split('/')
            .filter(|n| *n != "properties")
            .map(String::from)
            .collect();
        let (last, before) = names.split_last()?;
        let mut node = self.schema;
        for name in before {
            node = match name.as_str() {
                "*" | "items" => self.resolve(&node["items"]),
                name => self.resolve(&node["properties"][name]),
            };
        }
        while node.get("items").is_some() {
            node = self.resolve(&node["items"]);
        }
        node["properties"].get(last)?;
        Some((node, last.clone(), names.clone()))
    }

    fn attribute_type(&self, node: &'a Value) -> Type {
        match node["type"].as_str() {
            Some("array") => Type::List(Box::new(plain(Type::Any))),
            Some("integer") => Type::Integer,
            Some("number") => Type::Number,
            Some("boolean") => Type::Boolean,
            _ => Type::Text,
        }
    }

    fn object(&mut self, name: &str, node: &'a Value) -> Struct {
        let required = strings(&node["required"]);
        let empty = Map::new();
        let mut known = node["properties"].as_object().unwrap_or(&empty).keys().cloned().collect::<Vec<_>>();
        known.sort();
        let mut properties = Vec::new();
        for property in known {
            let key = (node as Node, property.clone());
            if self.read_only.contains(&key) {
                continue;
            }
            let fact = self.fact(&node["properties"][&property], name, &property);
            properties.push(Property {
                required: required.contains(&property),
                create_only: self.create_only.contains(&key),
                name: property,
                fact,
            });
        }
        Struct { name: name.to_owned(), properties, alternative: false }
    }

    /// What a node says; `owner` and `property` name a struct that has no name of its own.
    fn fact(&mut self, node: &'a Value, owner: &str, property: &str) -> Fact {
        let defined = node["$ref"].as_str().or_else(|| match node["allOf"].as_array().map(Vec::as_slice) {
            Some([one]) => one["$ref"].as_str(),
            _ => None,
        });
        let defined = defined.and_then(|path| path.strip_prefix("#/definitions/"));
        let citing = node;
        let node = self.resolve(node);
        let kind = self.kind(node, defined, owner, property);
        let mut fact = plain(kind);
        let limit = |name: &str| citing[name].as_f64().or_else(|| node[name].as_f64());
        (fact.least, fact.most) = match fact.kind {
            Type::Integer | Type::Number => (limit("minimum"), limit("maximum")),
            Type::Text => (limit("minLength"), limit("maxLength")),
            Type::List(_) => (limit("minItems"), limit("maxItems")),
            _ => (None, None),
        };
        // A least of nothing says nothing, but for numbers.
        if !matches!(fact.kind, Type::Integer | Type::Number) {
            fact.least = fact.least.filter(|least| *least > 0.0);
        }
        if matches!(fact.kind, Type::Text | Type::Integer | Type::Number)
            && node.get("enumCaseInsensitive").is_none()
        {
            let values =
                node["enum"].as_array().cloned().or_else(|| node.get("const").map(|one| vec![one.clone()]));
            let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            fact.allowed = values.unwrap_or_default().iter().map(text).collect();
            if fact.allowed.len() > LONGEST {
                fact.allowed.clear();
            }
        }
        fact
    }

    fn kind(&mut self, node: &'a Value, defined: Option<&str>, owner: &str, property: &str) -> Type {
        if let Some(types) = node["type"].as_array() {
            let types: Vec<&str> = types.iter().filter_map(Value::as_str).collect();
            return match types.as_slice() {
                ["object", "string"] | ["string", "object"] => Type::Json,
                // Everything scalar and more: CloudFormation turns it into text.
                many if many.len() > 2 && many.contains(&"string") => Type::Text,
                _ => Type::Any,
            };
        }
        // Patches give the items of some lists their limits by properties of the list.
        if node["type"] != "array" && node["properties"].as_object().is_some_and(|known| !known.is_empty()) {
            return self.structure(node, defined, owner, property);
        }
        match node["type"].as_str() {
            Some("string") => Type::Text,
            Some("boolean") => Type::Boolean,
            Some("integer") => Type::Integer,
            Some("number") => Type::Number,
            Some("array") => match node.get("items") {
                Some(items) => Type::List(Box::new(self.fact(items, owner, property))),
                None => Type::List(Box::new(plain(Type::Any))),
            },
            Some("object") => {
                let patterns = node["patternProperties"].as_object();
                let value = match patterns.map(|patterns| patterns.values().collect::<Vec<_>>()).as_deref() {
                    Some([one]) => Some(*one),
                    _ => Some(&node["additionalProperties"]).filter(|value| value.is_object()),
                };
                match value {
                    Some(value) => Type::Map(Box::new(self.fact(value, owner, property))),
                    // SAM's tags and substitutions are maps of text, though its schema says no more than `object`.
                    None if matches!(property, "Tags" | "DefinitionSubstitutions") => {
                        Type::Map(Box::new(plain(Type::Text)))
                    }
                    None => Type::Any,
                }
            }
            _ => self.alternatives(node, defined, owner, property),
        }
    }

    /// Several forms. A list beside a free-form object is a list, as that object stands for a function.
    fn alternatives(&mut self, node: &'a Value, defined: Option<&str>, owner: &str, property: &str) -> Type {
        let forms = node["anyOf"].as_array().or_else(|| node["oneOf"].as_array());
        let objects = forms.into_iter().flatten().map(|form| form["properties"].as_object());
        if let Some(objects) = objects.collect::<Option<Vec<_>>>().filter(|objects| !objects.is_empty()) {
            return self.union(node, objects, defined, owner, property);
        }
        let mut known = Vec::new();
        let mut open = false;
        // SAM spells `Ref` as a form of its own; every property takes one.
        for form in forms.into_iter().flatten().filter(|form| form["$ref"] != "#/definitions/Ref") {
            let fact = self.fact(form, owner, property);
            match &fact.kind {
                Type::Any | Type::Json => open = true,
                Type::Struct(name) => {
                    self.alternatives.insert(name.clone());
                    known.push(fact);
                }
                _ => known.push(fact),
            }
        }
        let scalar =
            |fact: &Fact| matches!(fact.kind, Type::Text | Type::Boolean | Type::Integer | Type::Number);
        match (known.as_slice(), open) {
            ([one], true) if matches!(one.kind, Type::List(_)) => one.kind.clone(),
            ([one], false) => one.kind.clone(),
            // CloudFormation turns numbers and booleans into text.
            ([_, ..], false) if known.iter().all(scalar) => Type::Text,
            ([], _) | (_, true) => Type::Any,
            (_, false) => Type::Forms(known),
        }
    }

    fn structure(&mut self, node: &'a Value, defined: Option<&str>, owner: &str, property: &str) -> Type {
        if is_tag(node, defined, property) {
            return Type::Tag;
        }
        if let Some(name) = self.names.get(&(node as Node)) {
            return Type::Struct(name.clone());
        }
        let content = format!("{property} {}", bare(node));
        if let (None, Some(name)) = (defined, self.inline.get(&content)) {
            return Type::Struct(name.clone());
        }
        let name = self.name(node, defined, owner, property);
        self.inline.insert(content, name.clone());
        let built = self.object(&name, node);
        if built.properties.is_empty() {
            // Nothing in it can be set.
            self.structs.remove(&name);
            return Type::Any;
        }
        self.structs.insert(name.clone(), Some(built));
        Type::Struct(name)
    }

    /// Several objects without names of their own, one of which it is: one struct with the properties of all.
    fn union(
        &mut self,
        node: &'a Value,
        objects: Vec<&'a Map<String, Value>>,
        defined: Option<&str>,
        owner: &str,
        property: &str,
    ) -> Type {
        if let Some(name) = self.names.get(&(node as Node)) {
            return Type::Struct(name.clone());
        }
        let name = self.name(node, defined, owner, property);
        let mut properties: Vec<Property> = Vec::new();
        for (key, value) in objects.into_iter().flatten() {
            if properties.iter().all(|known| known.name != *key) {
                let fact = self.fact(value, &name, key);
                properties.push(Property { name: key.clone(), required: false, create_only: false, fact });
            }
        }
        properties.sort_by(|a, b| a.name.cmp(&b.name));
        self.structs
            .insert(name.clone(), Some(Struct { name: name.clone(), properties, alternative: false }));
        Type::Struct(name)
    }

    /// A free name for the struct of a node, which is kept for it.
    fn name(&mut self, node: &'a Value, defined: Option<&str>, owner: &str, property: &str) -> String {
        // `AWS::Lambda::Function.Environment`, as SAM cites CloudFormation, is `Environment` where that is free.
        let short = match defined {
            Some(name) => names::pascal(name.rsplit('.').next().unwrap_or(name)),
            None => names::pascal(property),
        };
        let long = match defined {
            Some(name) => names::pascal(name.strip_prefix("AWS::").unwrap_or(name)),
            None => format!("{owner}{short}"),
        };
        let taken = |name: &String| self.structs.contains_key(name) || RESERVED.contains(&name.as_str());
        let wanted = self.schema["definitions"].get(&short).is_some_and(|other| {
            other["type"] != "array" && other.get("properties").is_some() && !std::ptr::eq(other, node)
        });
        let name = if taken(&short) || wanted { long } else { short };
        assert!(!taken(&name), "two structs named {name}");
        self.names.insert(node, name.clone());
        self.structs.insert(name.clone(), None);
        name
    }

    fn tags(&self, root: &Struct) -> Tags {
        let path = self.schema["tagging"]["tagProperty"].as_str().unwrap_or("/properties/Tags");
        let name = path.rsplit('/').next().unwrap_or("Tags");
        let property = root.properties.iter().find(|property| property.name == name);
        match property.map(|property| &property.fact.kind) {
            Some(Type::List(item)) if matches!(item.kind, Type::Tag) => Tags::List(name.to_owned()),
            Some(Type::Map(_)) => Tags::Map(name.to_owned()),
            Some(Type::Any | Type::Json) => Tags::Map(name.to_owned()),
            _ => Tags::None,
        }
    }
}

/// Names that generated code uses for something else.
const RESERVED: &[&str] = &[
    "Default",
    "Entries",
    "Fact",
    "Fields",
    "Handle",
    "Into",
    "Kind",
    "List",
    "Literal",
    "None",
    "Number",
    "Option",
    "Property",
    "Reference",
    "Schema",
    "Self",
    "Serialize",
    "Serializer",
    "Shape",
    "Some",
    "String",
    "Tag",
    "Tags",
    "Value",
];

fn plain(kind: Type) -> Fact {
    Fact { kind, allowed: Vec::new(), least: None, most: None }
}

/// The standard tag: a key and a value, both text, under a name that says so.
fn is_tag(node: &Value, defined: Option<&str>, property: &str) -> bool {
    let Some(properties) = node["properties"].as_object() else {
        return false;
    };
    let text = |name: &str| properties.get(name).is_some_and(|property| property["type"] == "string");
    let named = defined.unwrap_or(property);
    properties.len() == 2
        && text("Key")
        && text("Value")
        && matches!(named, "Tag" | "Tags" | "TagsEntry" | "TagsItem")
}

/// A schema without its prose.
fn bare(node: &Value) -> Value {
    match node {
        Value::Object(map) => map
            .iter()
            .filter(|(name, value)| *name != "description" || !value.is_string())
            .map(|(name, value)| (name.clone(), bare(value)))
            .collect::<Map<String, Value>>()
            .into(),
        Value::Array(items) => items.iter().map(bare).collect::<Vec<_>>().into(),
        other => other.clone(),
    }
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

/// A struct that holds itself, without a list or map between, would need a box, which this does not write.
fn refuse_recursion(structs: &[Struct]) {
    fn visit<'a>(name: &'a str, structs: &'a [Struct], path: &mut Vec<&'a str>) {
        assert!(!path.contains(&name), "{name} holds itself: {path:?}");
        path.push(name);
        for property in structs.iter().filter(|item| item.name == name).flat_map(|item| &item.properties) {
            if let Type::Struct(inner) = &property.fact.kind {
                visit(inner, structs, path);
            }
        }
        path.pop();
    }
    for item in structs {
        visit(&item.name, structs, &mut Vec::new());
    }
}
