import base64
import datetime

import boto3

session = boto3.session.Session()
names = {name.replace("-", ""): name for name in session.get_available_services()}


def plain(value):
    """What JSON can hold: bytes and streams become text, or Base64 where they are none; times become ISO 8601."""
    if isinstance(value, dict):
        return {str(key): plain(member) for key, member in value.items() if key != "ResponseMetadata"}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if hasattr(value, "read"):
        value = value.read()
    if isinstance(value, (bytes, bytearray)):
        try:
            return bytes(value).decode("utf-8")
        except UnicodeDecodeError:
            return base64.b64encode(value).decode("ascii")
    return value


def handler(event, context):
    service = names.get(event["service"], event["service"])
    client = session.client(service, region_name=event["region"], endpoint_url=event.get("endpoint"))
    methods = {api: method for method, api in client.meta.method_to_api_mapping.items()}
    action = event["action"]
    method = methods[action[0].upper() + action[1:]]
    return plain(getattr(client, method)(**(event.get("parameters") or {})))
